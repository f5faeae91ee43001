const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Numbers that `JSON.stringify` cannot write (`NaN`, `2020.0`, digits beyond those of a double) travel as marked
 * strings and are bared in the text. The mark is a private-use character that no real list holds.
 */
const MARK = '\uE000';

export function numberToken(text: string): string {
  return `${MARK}${text}${MARK}`;
}

export function bareNumberTokens(json: string): string {
  return json.replaceAll(`"${MARK}`, '').replaceAll(`${MARK}"`, '');
}

/** Reads JSON whose numbers are to be written again as they were: those that would come out otherwise become tokens. */
export function parseWithTokens(json: string): unknown {
  JSON.parse(json); // tokens must not make JSON of what is none
  return JSON.parse(
    json.replace(STRING_OR_NUMBER, (part) =>
      part.startsWith('"') || String(Number(part)) === part ? part : JSON.stringify(numberToken(part)),
    ),
  );
}
