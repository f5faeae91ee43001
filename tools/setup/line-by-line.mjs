/**
 * Cuts what a command prints, piece by piece, into lines.
 *
 * @param {(line: string) => void} take gets each line that is whole, without its end
 * @returns {(text: string) => void} takes the pieces
 */
export function lineByLine(take) {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
