/** Sizes in the picture's own units, which are pixels at its natural size. */
const PANEL = { width: 470, height: 204, left: 56, right: 22, top: 30, bottom: 58 };
const COLUMNS = 2;
const HEAD = 64;
const GAP = 12;

const COLOURS = ['#3274d9', '#e0752d', '#299c46', '#a352cc', '#c4162a', '#e5ac0e', '#0d8a8a', '#8f8f8f'];

const HOURS = 24;
const LONGEST_NAME = 44;
const LEGEND_ROWS = 2;
const LEGEND_ROW_HEIGHT = 14;
const LETTER_WIDTH = 5.6; // of ten-pixel letters, about

/**
 * A day as one SVG: panels in two columns, the hours below each, and a line through each where something happened.
 *
 * @param {{ title: string, subtitle: string,
 *   panels: readonly { title: string, unit: string, lines: readonly { name: string, points: readonly [number,
 * number][] }[] }[],
 *   marks: readonly { hour: number, words: string }[] }} day `points`: hour of the day and value
 */
export function drawDay({ title, subtitle, panels, marks }) {
  const rows = Math.ceil(panels.length / COLUMNS);
  const width = COLUMNS * PANEL.width + (COLUMNS + 1) * GAP;
  const height = HEAD + rows * (PANEL.height + GAP);
  const drawn = panels.map((panel, place) => {
    const x = GAP + (place % COLUMNS) * (PANEL.width + GAP);
    const y = HEAD + Math.floor(place / COLUMNS) * (PANEL.height + GAP);
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel, marks)}\n</g>`;
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
      `height="${height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="10">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#f4f5f5"/>`,
    `<text x="${GAP}" y="26" font-size="16" font-weight="bold" fill="#1f1f20">${escape(title)}</text>`,
    `<text x="${GAP}" y="46" font-size="11" fill="#52545c">${escape(subtitle)}</text>`,
    ...drawn,
    '</svg>',
  ].join('\n')}\n`;
}

function drawPanel({ title, unit, lines }, marks) {
  const bottom = PANEL.height - PANEL.bottom;
  const top = largest(lines);
  const x = (hour) => round(PANEL.left + (hour / HOURS) * (PANEL.width - PANEL.left - PANEL.right));
  const y = (value) => round(bottom - (Math.max(0, value) / top) * (bottom - PANEL.top));
  const steps = [0, top / 4, top / 2, (3 * top) / 4, top];
  return [
    `<rect width="${PANEL.width}" height="${PANEL.height}" rx="3" fill="#fff" stroke="#dcdde0"/>`,
    `<text x="10" y="18" font-size="11" font-weight="bold" fill="#1f1f20">${escape(title)}</text>`,
    ...steps.map(
      (value) =>
        `<path d="M${x(0)} ${y(value)}H${x(HOURS)}" stroke="#e9e9eb"/><text x="${PANEL.left - 6}" ` +
        `y="${y(value) + 3}" text-anchor="end" fill="#52545c">${escape(shown(value, unit))}</text>`,
    ),
    ...[0, 4, 8, 12, 16, 20, 24].map(
      (hour) =>
        `<text x="${x(hour)}" y="${bottom + 13}" text-anchor="middle" ` +
        `fill="#52545c">${String(hour).padStart(2, '0')}:00</text>`,
    ),
    ...marks.map(
      ({ hour, words }) =>
        `<path d="M${x(hour)} ${PANEL.top}V${bottom}" stroke="#9a9ca3" stroke-dasharray="2 ` +
        `3"><title>${escape(words)}</title></path>`,
    ),
    ...lines.map(
      ({ points }, place) =>
        `<path d="${pathOf(points, x, y)}" fill="none" stroke="${COLOURS[place % COLOURS.length]}" ` +
        'stroke-width="1.3" stroke-linejoin="round"/>',
    ),
    drawLegend(lines),
  ].join('\n');
}

/** The names of the lines, as many as there is room for. */
function drawLegend(lines) {
  const parts = [];
  let place = 12;
  let row = 0;
  const y = () => PANEL.height - 8 - (LEGEND_ROWS - 1 - row) * LEGEND_ROW_HEIGHT;
  for (const [index, { name }] of lines.entries()) {
    const words = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
    const wide = 18 + words.length * LETTER_WIDTH;
    if (place + wide > PANEL.width && row + 1 < LEGEND_ROWS) {
      row += 1;
      place = 12;
    }
    if (place + wide > PANEL.width) {
      parts.push(`<text x="${place}" y="${y()}" fill="#52545c">…</text>`);
      break;
    }
    const colour = COLOURS[index % COLOURS.length];
    parts.push(
      `<path d="M${place} ${y() - 4}h10" stroke="${colour}" stroke-width="2"/><text ` +
        `x="${place + 14}" y="${y()}" fill="#1f1f20">${escape(words)}</text>`,
    );
    place = Math.round(place + wide + 6);
  }
  return parts.join('\n');
}

/** Points that a straight line goes through anyhow are left out; where there is no value, the line has a gap. */
function pathOf(points, x, y) {
  const longestStep = Math.min(...points.slice(1).map(([hour], place) => hour - points[place][0])) * 1.5;
  let path = '';
  for (const [place, [hour, value]] of points.entries()) {
    const before = points[place - 1];
    const after = points[place + 1];
    const begins = before === undefined || hour - before[0] > longestStep;
    const flat =
      !begins && after !== undefined && after[0] - hour <= longestStep && before[1] === value && after[1] === value;
    if (!flat) path += `${begins ? 'M' : 'L'}${x(hour)} ${y(value)}`;
  }
  return path;
}

/** The top of the scale: the next of 1, 2, 4, 6, 8 times a power of ten. */
function largest(lines) {
  const most = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value)), 0);
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 4, 6, 8].find((factor) => factor * power >= most) ?? 10) * power;
}

function shown(value, unit) {
  const digits = Math.abs(value) >= 10 || value === 0 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  const number = Number(value.toFixed(digits)).toLocaleString('en-US');
  return unit === 's' || unit === 'ms' ? `${number} ${unit}` : unit === 'ops' ? `${number}/s` : number;
}

const round = (value) => Math.round(value * 10) / 10;

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
