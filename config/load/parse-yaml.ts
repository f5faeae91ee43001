import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Finding, Position } from './finding';
import type { SettingPath } from './setting-path';
import { copyPlain, DEEPEST, UnfitData } from './copy-plain';
import { nestsDeeperThan } from './nesting-depth';
import { yamlFaultInWords } from './yaml-faults';

/** A YAML text as plain data, and where each part of it stands. */
export interface YamlText {
  readonly data: unknown;
  /** Of the setting's name; of the nearest part above it that is there, when the path is not. */
  positionOf(path: SettingPath): Position;
}

const START: Position = { line: 1, column: 1 };

/** Parses one YAML 1.2 document. Dates stay text, a name given twice is refused, and so is what unfolds beyond measure. */
export function parseYaml(text: string): YamlText | { readonly findings: readonly Finding[] } {
  const lines = new LineCounter();
  try {
    if (nestsDeeperThan(DEEPEST, text)) return { findings: [notYaml('nesting that is too deep', START)] };
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      return { findings: faults.map((fault) => notYaml(yamlFaultInWords(fault.code), positionAt(lines, fault.pos[0]))) };
    }
    const strays = strayAliases(document);
    if (strays.length > 0) return { findings: strays.map((offset) => notYaml('an alias (*name) without its anchor; quote a text that begins with *', positionAt(lines, offset))) };
    return { data: copyPlain(document.toJS({ maxAliasCount: 100 })), positionOf: (path) => positionIn(document, lines, path) };
  } catch (error) {
    // The library throws for aliases that unfold beyond its limit.
    return { findings: [notYaml(error instanceof UnfitData ? error.message : 'aliases that unfold beyond all measure', START)] };
  }
}

/** Where aliases stand that refer to nothing. */
function strayAliases(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (!alias.resolve(document)) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function notYaml(found: string, position: Position): Finding {
  return { id: 'config_not_yaml', path: [], found, expected: 'one YAML document', position };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return line < 1 ? START : { line, column: Math.max(1, col) };
}

function positionIn(document: Document, lines: LineCounter, path: SettingPath): Position {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === step);
      if (!pair) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      continue;
    }
    node = isNode(node) && 'get' in node ? node.get(step, true) : undefined;
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return positionAt(lines, offset);
}
