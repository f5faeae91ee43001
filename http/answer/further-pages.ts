import { z } from 'zod';
import { count } from '../../domain/report/words';
import type { HttpAnswer } from '../http-message';
import { PAGING_HEADERS, pagingName } from './paging-names';

const NOTHING = /^\s*(?:null|nil|none|undefined|false|no|n|0)?\s*$/i;
const YES = /^\s*(?:true|yes)\s*$/i;
const NO = /^\s*(?:false|no)\s*$/i;

/** Digits, as some servers write them for people: `1,500`, `1.500`, `1500.0`. */
const DIGITS = /^\s*(?:(\d+)(?:\.0+)?|(\d{1,3}(?:([,.'\s])\d{3})(?:\3\d{3})*)(?:\.0+)?)\s*$/;

/** Where an object that names a page holds its address; without any, everything in it may be one. */
const ADDRESSES: ReadonlySet<string> = new Set(['href', 'url', 'uri', 'link', 'page', 'cursor', 'token', 'offset']);

/** Paging stands at the top of an envelope, or in a container, or in one within that. */
const DEEPEST = 2;

const record = z.record(z.string(), z.unknown());
const digits = z
  .string()
  .regex(DIGITS)
  .transform((text) => {
    const [, plain, grouped = ''] = DIGITS.exec(text) ?? [];
    return Number(plain ?? grouped.replace(/\D/g, ''));
  });
const number = z.union([z.number(), digits, z.object({ value: z.number() }).transform(({ value }) => value)]);
const relations = z.union([z.string().transform((text) => text.split(/\s+/)), z.array(z.string())]);
const link = z.object({ rel: relations, href: z.unknown().optional() });
const named = z.object({ next: z.unknown() });

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
    const is = pagingName(name);
    const here = `${path}${name}`;
    if (is.countsRows) told.push(...tooMany(value, received, isCounted(value) ? `${here}.value` : here, 'rows'));
    if (is.countsPages) told.push(...tooMany(value, 1, here, 'pages'), ...pagesInAll(value, here));
    if (is.namesNext && isThere(value)) told.push(`${here} names a further page`);
    if (is.saysMore && says(YES, value)) told.push(`${here} says that there is more`);
    if (is.saysLast && says(NO, value)) told.push(`${here} says that this is not the last page`);
    if (is.isContainer && hasNextLink(value)) told.push(`${here} names a further page`);
    if (is.isContainer && depth < DEEPEST) told.push(...toldByEnvelope(value, received, `${here}.`, depth + 1));
  }
  return told;
}

function tooMany(value: unknown, most: number, path: string, what: string): string[] {
  const said = number.safeParse(value);
  return said.success && said.data > most ? [`${path} says ${count(said.data)} ${what}`] : [];
}

/** Pages as an object: `{current: 1, total: 75}`. */
function pagesInAll(value: unknown, path: string): string[] {
  const total = z.object({ total: z.unknown() }).safeParse(value);
  return total.success ? tooMany(total.data.total, 1, `${path}.total`, 'pages') : [];
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
  if (Array.isArray(value)) return value.some((each: unknown) => !Array.isArray(each) && isThere(each));
  const members = Object.entries(value);
  const addresses = members.filter(([name]) => ADDRESSES.has(name.toLowerCase()));
  return (addresses.length > 0 ? addresses : members).some(
    ([, part]: [string, unknown]) => typeof part !== 'object' && isThere(part),
  );
}

function says(word: RegExp, value: unknown): boolean {
  return (typeof value === 'boolean' || typeof value === 'string') && word.test(String(value));
}

/** A list of links, each with what it leads to. */
function hasNextLink(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.some((each) => {
      const { data } = link.safeParse(each);
      if (data === undefined) return isThere(named.safeParse(each).data?.next);
      return (
        data.rel.some((relation) => relation.toLowerCase() === 'next') &&
        (data.href === undefined || isThere(data.href))
      );
    })
  );
}

function toldByHeaders(header: HttpAnswer['header'], received: number): string[] {
  const { rows, pages, next } = PAGING_HEADERS;
  const range = header('content-range')?.split('/').at(-1);
  return [
    ...(leadsOn(header('link') ?? '') ? ['the header Link names a further page'] : []),
    ...next.filter(([name]) => isThere(header(name))).map(([, shown]) => `the header ${shown} names a further page`),
    ...rows.flatMap(([name, shown]) => tooMany(header(name), received, `the header ${shown}`, 'rows')),
    ...pages.flatMap(([name, shown]) => tooMany(header(name), 1, `the header ${shown}`, 'pages')),
    ...toldByEnvelope(documentIn(header('x-pagination')), received, 'the header X-Pagination: ', 1),
    ...tooMany(range, received, 'the header Content-Range', 'rows'),
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
  const relations = links.replace(/<[^>]*>/g, '').matchAll(/;\s*rel\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))/gi);
  return [...relations].some(([, quoted, single, bare]) =>
    (quoted ?? single ?? bare ?? '').toLowerCase().split(/\s+/).includes('next'),
  );
}
