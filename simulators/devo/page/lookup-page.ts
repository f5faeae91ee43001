import type { Lookup } from '../lookups/lookup';
import { escapeHtml } from './escape-html';
import { badge, layout, table } from './layout';
import { rowCells } from './row-cells';

const ROWS_A_PAGE = 50;

/** A lookup's rows in the order of the lookup, page by page. A page that is not there shows the nearest one that is. */
export function lookupPage(lookup: Lookup, status: string, wantedPage: number): string {
  const pages = Math.max(1, Math.ceil(lookup.rows.size / ROWS_A_PAGE));
  const page = Number.isInteger(wantedPage) ? Math.min(Math.max(1, wantedPage), pages) : 1;
  const first = (page - 1) * ROWS_A_PAGE;
  const [head, rows] = rowCells(lookup, [...lookup.rows.values()].slice(first, first + ROWS_A_PAGE));
  const links = pageLinks(lookup.name, page, pages);
  return layout(
    `${lookup.name}, page ${String(page)}`,
    `
<h2>${escapeHtml(lookup.name)} ${badge(status)}</h2>
<p class="soft">${lookup.rows.size.toLocaleString('en')} rows,
updated ${escapeHtml(lookup.updatedAt.slice(0, 19).replace('T', ' '))} UTC, page ${String(page)} of ${String(pages)}</p>
${links}
${table(head, rows)}
${links}`,
  );
}

function pageLinks(name: string, page: number, pages: number): string {
  const link = (to: number, word: string): string =>
    to === page
      ? `<span class="soft">${word}</span>`
      : `<a href="/lookups/${escapeHtml(name)}?page=${String(to)}">${word}</a>`;
  return (
    `<div class="pages">${link(1, 'first')} ${link(Math.max(1, page - 1), 'previous')} ` +
    `${link(Math.min(pages, page + 1), 'next')} ${link(pages, 'last')}</div>`
  );
}
