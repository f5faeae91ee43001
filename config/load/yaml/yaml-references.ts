import { isAlias, isCollection, isMap, isScalar, visit, type Document, type Pair, type YAMLMap } from 'yaml';
import type { YamlFault } from './yaml-faults';

/** What an alias refers to; anything else as it is. */
export function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** Whether a pair is a merge key: `<<` without quotes. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN';
}

/** The mappings that a merge key brings in, of which the first wins; null when there is something else among them. */
export function mergedMappings({ value }: Pair, document: Document): YAMLMap[] | null {
  const source = resolved(value, document);
  const sources =
    isCollection(source) && !isMap(source) ? source.items.map((item) => resolved(item, document)) : [source];
  const mappings = sources.filter((each) => isMap(each));
  return mappings.length === sources.length ? mappings : null;
}

/** Aliases that refer to nothing, and merge keys whose value holds no settings, which the parser would throw for. */
export function referenceFaults(document: Document): YamlFault[] {
  const faults: YamlFault[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document)) return;
      faults.push({
        words: 'an alias (*name) without its anchor; quote a text that begins with *',
        offset: alias.range?.[0] ?? 0,
      });
    },
    Pair(_key, pair) {
      if (
        !isMergeKey(pair) ||
        (isAlias(pair.value) && !pair.value.resolve(document)) ||
        mergedMappings(pair, document) !== null
      )
        return;
      const offset = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      faults.push({ words: 'a merge key (<<) with something that is no mapping', offset: offset ?? 0 });
    },
  });
  return faults;
}

/** What looks like the begin of a text, and was taken for an anchor or a tag that means nothing here. */
export function looseMarks(document: Document): YamlFault[] {
  const used = new Set<string>();
  visit(document, { Alias: (_key, alias) => void used.add(alias.source) });
  const marks: YamlFault[] = [];
  visit(document, {
    Value(_key, node) {
      const offset = node.range?.[0] ?? 0;
      if (node.anchor !== undefined && !used.has(node.anchor)) {
        marks.push({ words: 'an anchor (&name) that nothing refers to; quote a text that begins with &', offset });
      }
      if (node.tag === '!')
        marks.push({ words: 'a tag (!) that means nothing; quote a text that begins with !', offset });
    },
  });
  return marks;
}
