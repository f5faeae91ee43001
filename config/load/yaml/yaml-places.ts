import { isMap, isNode, isScalar, isSeq, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import type { SettingPath } from '../setting-path';
import { isMergeKey, mergedMappings, resolved } from './yaml-references';

/** A setting as it stands in the text. */
interface Place {
  /** Of its name, or of an item of a list. */
  readonly offset: number;
  /** Where the name ends; null for an item. */
  readonly nameEnd: number | null;
  readonly value: unknown;
}

/**
 * Offset of a setting's name; of the nearest part above it that is there, when it is not. Follows aliases and merge
 * keys.
 */
export function offsetOf(document: Document, path: SettingPath): number {
  return placeOf(document, path).place.offset;
}

/**
 * How a value is written that YAML did not take for text, as words to put behind what it took it for: that it stands
 * without quotes, or which first character has to be quoted. Empty when there is nothing to say.
 */
export function writtenInWords(document: Document, text: string, path: SettingPath): string {
  const {
    place: { nameEnd, offset, value },
    found,
  } = placeOf(document, path);
  if (!found) return '';
  const first = nameEnd === null ? text.charAt(offset) : firstBehind(text, nameEnd);
  const source =
    isScalar(value) && value.type === 'PLAIN' && typeof value.value !== 'string' ? (value.source ?? '') : '';
  if ('#&!{['.includes(first) && source === '') return first === '' ? '' : `; quote a text that begins with ${first}`;
  if (source === '') return '';
  const shown = isScalar(value) && value.value === null ? ` ${source}` : ''; // null and ~ are no secrets
  return shown === '' ? ', as YAML reads it without quotes' : `, as YAML reads${shown} without quotes`;
}

/** The first character of a value on the line of its name. */
function firstBehind(text: string, nameEnd: number): string {
  const end = text.indexOf('\n', nameEnd);
  const rest = text.slice(nameEnd, end === -1 ? undefined : end);
  return /^["']?[ \t]*:[ \t]*([^ \t\r])/.exec(rest)?.[1] ?? '';
}

function placeOf(document: Document, path: SettingPath): { readonly place: Place; readonly found: boolean } {
  let place: Place = { offset: startOf(document.contents) ?? 0, nameEnd: null, value: document.contents };
  for (const step of path) {
    const next = stepInto(resolved(place.value, document), step, document);
    if (next === null) return { place, found: false };
    place = next;
  }
  return { place, found: true };
}

function stepInto(node: unknown, step: string | number, document: Document): Place | null {
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    const offset = startOf(item);
    return offset === null ? null : { offset, nameEnd: null, value: item };
  }
  const pair = isMap(node) ? findPair(node, step, document, new Set()) : null;
  if (pair === null || !isScalar(pair.key)) return null;
  const [offset, nameEnd] = pair.key.range ?? [0, 0];
  return { offset, nameEnd, value: pair.value };
}

/** The pair of a name: the mapping's own, else that of what is merged into it. */
function findPair(map: YAMLMap, name: string | number, document: Document, seen: Set<Node>): Pair | null {
  seen.add(map);
  const own = map.items.find((pair) => !isMergeKey(pair) && isScalar(pair.key) && String(pair.key.value) === name);
  if (own !== undefined) return own;
  for (const pair of map.items.filter(isMergeKey)) {
    for (const source of mergedMappings(pair, document) ?? []) {
      const found = seen.has(source) ? null : findPair(source, name, document, seen);
      if (found !== null) return found;
    }
  }
  return null;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
