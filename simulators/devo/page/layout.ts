import { escapeHtml } from './escape-html';
import { STYLE } from './style';

/** Seconds after which a browser asks again. */
const REFRESH_SECONDS = 5;

/** A whole page around a body of ready HTML. */
export function layout(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${String(REFRESH_SECONDS)}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">Devo <span>simulated</span></a></header>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A table from cells of ready HTML. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const headings = head.map((cell) => `<th>${escapeHtml(cell)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${headings}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** A word with a colour of its own: available, ok, running, err... */
export function badge(word: string): string {
  return `<span class="badge ${escapeHtml(word.toLowerCase())}">${escapeHtml(word)}</span>`;
}
