/** Of a letter, in pixels; every font of one width fits, for each run is stretched to its cells. */
const CELL = { width: 8.4, height: 18, font: 14 };
const MARGIN = 14;
const COLORS = { dim: '#8b949e', red: '#ff7b72', green: '#7ee787', yellow: '#e3b341', cyan: '#79c0ff' };

/**
 * Frames as one SVG that plays them again and again, without a script: each is visible for its part of the time.
 *
 * @param {readonly { ms: number, rows: readonly (readonly { text: string, style: string }[])[] }[]} frames `ms`: for
 *   how long it stands
 * @param {{ columns: number, rows: number, title: string }} options
 */
export function animatedSvg(frames, { columns, rows, title }) {
  const width = Math.ceil(columns * CELL.width) + 2 * MARGIN;
  const height = rows * CELL.height + 2 * MARGIN;
  const total = frames.reduce((sum, { ms }) => sum + ms, 0);
  let begin = 0;
  const styles = [];
  const groups = frames.map(({ ms, rows: lines }, index) => {
    const [from, until] = [begin, begin + ms].map((at) => Number(((100 * at) / total).toFixed(3)));
    begin += ms;
    styles.push(keyframes(index, from, until, total));
    return `<g class="f f${index}">${lines.map(lineOf).join('')}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
      `height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{font:${CELL.font}px ` +
      'ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#e6edf3;white-space:pre}',
    `.bold{font-weight:700}${Object.entries(COLORS)
      .map(([name, color]) => `.${name}{fill:${color}}`)
      .join('')}`,
    `.f{visibility:hidden}${styles.join('')}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}

function keyframes(index, from, until, total) {
  const steps = [
    ...(from > 0 ? [`0%{visibility:hidden}`] : []),
    `${from}%{visibility:visible}`,
    ...(until < 100 ? [`${until}%{visibility:hidden}`] : []),
  ];
  return `@keyframes k${index}{${steps.join('')}}.f${index}{animation:k${index} ${total}ms step-end infinite}`;
}

function lineOf(runs, row) {
  const y = MARGIN + (row + 0.8) * CELL.height;
  let column = 0;
  return runs
    .map(({ text, style }) => {
      const x = MARGIN + column * CELL.width;
      column += [...text].length;
      if (text.trim() === '') return '';
      const length = ([...text].length * CELL.width).toFixed(1);
      const drawn = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${length}" xml:space="preserve"`;
      return `<text ${drawn}${style === '' ? '' : ` class="${style}"`}>${escaped(text)}</text>`;
    })
    .join('');
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
