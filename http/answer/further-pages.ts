import { z } from 'zod';
import { count } from '../../domain/report/words';
import type { HttpAnswer } from '../http-message';

/** Where envelopes tell of paging; other objects may count other things. Names are compared as `plainName` has them. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'metadata',
  'meta',
  'pagination',
  'paging',
  'paginator',
  'links',
  'page',
  'pageinfo',
  'info',
  'responsemetadata',
  'resultinfo',
]);
const TOTALS: ReadonlySet<string> = new Set([
  'count',
  'total',
  'totalcount',
  'totalresults',
  'totalrecords',
  'totalrows',
  'totalitems',
  'totalelements',
  'totalentries',
  'totalhits',
  'recordcount',
  'rowcount',
  'itemcount',
  'resultcount',
  'numresults',
  'numfound',
  'recordstotal',
  'odatacount',
]);
const PAGES: ReadonlySet<string> = new Set(['totalpages', 'pagecount', 'numpages', 'lastpage', 'pagestotal']);
const NEXT: ReadonlySet<string> = new Set([
  'next',
  'nextpage',
  'nexturl',
  'nexturi',
  'nextlink',
  'nexthref',
  'nextpageurl',
  'nextpagelink',
  'nextcursor',
  'nexttoken',
  'nextpagetoken',
  'nextoffset',
  'odatanextlink',
  'continuationtoken',
  'hasmore',
  'hasnext',
  'hasnextpage',
  'hasmorepages',
  'moreresults',
  'incompleteresults',
  'istruncated',
]);
/** What may also hold other things than a yes: only one counts. */
const MORE: ReadonlySet<string> = new Set(['more', 'moreavailable', 'truncated', 'partial', 'incomplete']);
/** Whether this page is the last one: only a no counts. */
const LAST: ReadonlySet<string> = new Set(['last', 'islast', 'lastpage', 'islastpage']);

const NOTHING = /^\s*(?:null|nil|none|undefined|false|no|n|0)?\s*$/i;
const YES = /^\s*(?:true|yes)\s*$/i;
const NO = /^\s*(?:false|no)\s*$/i;

/** Digits, as some servers write them for people: `1,500`, `1500.0`. */
const DIGITS = /^\s*(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?\s*$/;

/** Where an object that names a page holds its address; without any, everything in it may be one. */
const ADDRESSES: ReadonlySet<string> = new Set(['href', 'url', 'uri', 'link', 'page', 'cursor', 'token', 'offset']);

/** Paging stands at the top of an envelope, or in a container, or in one within that. */
const DEEPEST = 2;

const record = z.record(z.string(), z.unknown());
const digits = z
  .string()
  .regex(DIGITS)
  .transform((text) => Number(text.replaceAll(',', '')));
const number = z.union([z.number(), digits, z.object({ value: z.number() }).transform(({ value }) => value)]);
const relations = z.union([z.string().transform((text) => text.split(/\s+/)), z.array(z.string())]);
const link = z.object({ rel: relations, href: z.unknown().optional() });

/**
 * What an answer says that makes it a page of a longer list, in words, or null. Servers tell it in many ways; nothing
 * is taken for a page that does not count more rows than came, or name another page.
 *
 * @param envelope what stands around the rows, read as JSON
 * @param received rows that came, whatever they are
 */
export function furtherPages(header: HttpAnswer['header'], envelope: unknown, received: number): string | null {
  const told = [...toldByEnvelope(envelope, received, '', 0), ...toldByHeaders(header, received)];
  return told.length === 0 ? null : told.join(', ');
}

function toldByEnvelope(envelope: unknown, received: number, path: string, depth: number): string[] {
  const members = record.safeParse(envelope);
  if (!members.success || Array.isArray(envelope)) return [];
  const told: string[] = [];
  for (const [name, value] of Object.entries(members.data)) {
    const plain = plainName(name);
    const here = `${path}${name}`;
    if (TOTALS.has(plain)) told.push(...tooMany(value, received, isCounted(value) ? `${here}.value` : here, 'rows'));
    if (PAGES.has(plain) || (plain === 'pages' && depth > 0)) told.push(...tooMany(value, 1, here, 'pages'));
    if (NEXT.has(plain) && isThere(value)) told.push(`${here} names a further page`);
    if (MORE.has(plain) && is(YES, value)) told.push(`${here} says that there is more`);
    if (LAST.has(plain) && is(NO, value)) told.push(`${here} says that this is not the last page`);
    if (plain === 'links' && hasNextLink(value)) told.push(`${here} names a further page`);
    if (CONTAINERS.has(plain) && depth < DEEPEST) told.push(...toldByEnvelope(value, received, `${here}.`, depth + 1));
  }
  return told;
}

/** `total_count`, `totalCount`, `_links` and `@odata.count` as letters alone. */
function plainName(name: string): string {
  return name.replace(/[^a-z]/gi, '').toLowerCase();
}

function tooMany(value: unknown, most: number, path: string, what: string): string[] {
  const said = number.safeParse(value);
  return said.success && said.data > most ? [`${path} says ${count(said.data)} ${what}`] : [];
}

function isCounted(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether a field that may name a page does: on the last one it is absent, null, empty, false or zero, or one of these
 * as a text.
 */
function isThere(value: unknown): boolean {
  if (typeof value === 'string') return !NOTHING.test(value);
  if (typeof value !== 'object' || value === null) return Boolean(value);
  const members = Object.entries(value);
  const addresses = members.filter(([name]) => ADDRESSES.has(plainName(name)));
  return (addresses.length > 0 ? addresses : members).some(
    ([, part]: [string, unknown]) => typeof part !== 'object' && isThere(part),
  );
}

function is(word: RegExp, value: unknown): boolean {
  return (typeof value === 'boolean' || typeof value === 'string') && word.test(String(value));
}

/** A list of links, each with what it leads to. */
function hasNextLink(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.some((each) => {
      const { data } = link.safeParse(each);
      return (
        data !== undefined &&
        data.rel.some((relation) => relation.toLowerCase() === 'next') &&
        (data.href === undefined || isThere(data.href))
      );
    })
  );
}

function toldByHeaders(header: HttpAnswer['header'], received: number): string[] {
  const total = header('content-range')?.split('/').at(-1);
  return [
    ...(leadsOn(header('link') ?? '') ? ['the header Link names a further page'] : []),
    ...(header('x-next-page') ? ['the header X-Next-Page names a further page'] : []),
    ...tooMany(header('x-total-count'), received, 'the header X-Total-Count', 'rows'),
    ...tooMany(header('x-total'), received, 'the header X-Total', 'rows'),
    ...tooMany(header('x-total-pages'), 1, 'the header X-Total-Pages', 'pages'),
    ...toldByEnvelope(documentIn(header('x-pagination')), received, 'the header X-Pagination: ', 1),
    ...tooMany(total, received, 'the header Content-Range', 'rows'),
  ];
}

/** A header that holds JSON, as X-Pagination does in some frameworks; null for any other. */
function documentIn(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** Whether one of the links of a header has the relation `next` (RFC 8288). */
function leadsOn(links: string): boolean {
  const relations = links.replace(/<[^>]*>/g, '').matchAll(/;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/gi);
  return [...relations].some(([, quoted, bare]) => (quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next'));
}
