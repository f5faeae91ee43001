/** What a server may call what it counts. */
const ROWS = '(?:results?|records?|rows?|items?|elements?|entries|hits|objects?|documents?|docs|matches)';

/** Some put the name of their protocol before each of its own: `@odata.count`, `hydra:next`. */
const PROTOCOL = '(?:odata|hydra)?';

const ROWS_IN_ALL = among([
  `(?:grand|overall)?total(?:number|num)?(?:of)?${ROWS}?(?:count|found|available)?`,
  `(?:full|overall|all|${ROWS})?count`,
  `(?:number|num|nr|nb)(?:of)?(?:${ROWS}|found)`,
  `${ROWS}(?:total|filtered)`,
]);
const PAGES_IN_ALL = among([
  '(?:total|last|num|nb|numberof)pages?(?:count|number)?',
  'maxpage',
  'pages?(?:count|total)',
  'pages',
]);
const NEXT = among([
  'next(?:page|batch|set|records?|results?)?(?:continuation)?' +
    '(?:ur[il]|link|href|path|request|cursor(?:mark)?|token|marker|mark|key|offset)?',
  'nextpage(?:number|index)',
  'continu(?:e|ation)(?:token|key)?',
  'lastevaluatedkey',
  `(?:has|have)(?:more|next)(?:pages?|data|${ROWS})?`,
  `more(?:pages|${ROWS})`,
  'incompleteresults',
  'istruncated',
  'exceededtransferlimit',
]);
/** What may also hold other things than a yes: only one counts. */
const MORE = among(['more', 'moreavailable', 'truncated', 'partial', 'incomplete']);
/** Whether this page is the last one: only a no counts. */
const LAST = among(['(?:is)?last(?:page)?', '(?:is)?(?:complete|done)']);
/** Where envelopes tell of paging; other objects may count other things. */
const CONTAINER = among([
  'meta(?:data)?',
  'responsemetadata',
  'pag(?:ing|ination|inator|er|e)(?:info|information|metadata|meta)?',
  'links',
  'info',
  'resultinfo',
  'listinfo',
  'resultset',
  'cursors?',
  'navigation',
  'nav',
  '(?<=hydra)view',
]);

/** What a member of an envelope can tell of paging, as far as its name says. */
export interface PagingName {
  /** How many rows there are in all. */
  readonly countsRows: boolean;
  readonly countsPages: boolean;
  /** What the next page is found by, or whether there is one. */
  readonly namesNext: boolean;
  readonly saysMore: boolean;
  readonly saysLast: boolean;
  readonly isContainer: boolean;
}

/** Reads `total_count`, `totalCount`, `_links` and `@odata.count` by their letters alone. */
export function pagingName(name: string): PagingName {
  const letters = name.replace(/[^a-z]/gi, '').toLowerCase();
  return {
    countsRows: ROWS_IN_ALL.test(letters),
    countsPages: PAGES_IN_ALL.test(letters),
    namesNext: NEXT.test(letters),
    saysMore: MORE.test(letters),
    saysLast: LAST.test(letters),
    isContainer: CONTAINER.test(letters),
  };
}

function among(forms: readonly string[]): RegExp {
  return new RegExp(`^${PROTOCOL}(?:${forms.join('|')})$`);
}

type Header = readonly [name: string, shown: string];

/** Headers in which servers and gateways say of a bare array what an envelope says. */
export const PAGING_HEADERS: {
  readonly rows: readonly Header[];
  readonly pages: readonly Header[];
  readonly next: readonly Header[];
} = {
  rows: named([
    'X-Total-Count',
    'X-Total',
    'X-TotalCount',
    'X-Total-Results',
    'X-Total-Items',
    'X-Total-Records',
    'X-Result-Count',
    'X-WP-Total',
    'X-Pagination-Total-Count',
    'X-Pagination-Total',
    'Pagination-Count',
    'Total-Count',
  ]),
  pages: named([
    'X-Total-Pages',
    'X-WP-TotalPages',
    'X-Page-Count',
    'X-Pagination-Page-Count',
    'X-Pagination-Total-Pages',
    'X-Last-Page',
  ]),
  next: named([
    'X-Next-Page',
    'X-Next-Cursor',
    'X-Next-Token',
    'X-Continuation-Token',
    'X-MS-Continuation',
    'X-Has-More',
    'X-Has-Next',
    'Next-Page',
    'Next-Cursor',
  ]),
};

function named(headers: readonly string[]): readonly Header[] {
  return headers.map((shown) => [shown.toLowerCase(), shown]);
}
