import { LineCounter, parseDocument } from 'yaml';
import type { Finding, PlaceInFile } from '../finding';
import type { SettingPath } from '../setting-path';
import { copyPlain, DEEPEST, UnfitData } from '../copy-plain';
import { nestsDeeperThan } from './nesting-depth';
import { yamlFaults, type YamlFault } from './yaml-faults';
import { offsetOf, writtenInWords } from './yaml-places';
import { looseMarks } from './yaml-references';

/** A YAML text as plain data, and where each part of it stands. */
export interface YamlText {
  readonly data: unknown;
  readonly warnings: readonly string[];
  /** Of the setting's name; of the nearest part above it that is there, when the path is not. */
  positionOf(path: SettingPath): PlaceInFile;
  /** Words to put behind a value that is no text, on how it is written; empty when there is nothing to say. */
  readonly writtenInWords: (path: SettingPath) => string;
}

const START: PlaceInFile = { line: 1, column: 1 };

/**
 * Parses one YAML 1.2 document with merge keys. Dates stay text, a name given twice is refused, and so is what unfolds
 * beyond measure.
 */
export function parseYaml(text: string): YamlText | { readonly findings: readonly Finding[] } {
  const lines = new LineCounter();
  try {
    if (nestsDeeperThan(DEEPEST, text)) return { findings: [notYaml('nesting that is too deep', START)] };
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, merge: true });
    const faults = yamlFaults(document, text);
    if (faults.length > 0)
      return { findings: faults.map(({ words, offset }) => notYaml(words, positionAt(lines, offset))) };
    return {
      data: copyPlain(document.toJS({ maxAliasCount: 100 })),
      warnings: looseMarks(document).map((mark) => inWords(mark, lines)),
      positionOf: (path) => positionAt(lines, offsetOf(document, path)),
      writtenInWords: (path) => writtenInWords(document, text, path),
    };
  } catch (error) {
    // The library throws for aliases that unfold beyond its limit.
    return {
      findings: [notYaml(error instanceof UnfitData ? error.message : 'aliases that unfold beyond all measure', START)],
    };
  }
}

function notYaml(found: string, position: PlaceInFile): Finding {
  return { id: 'config_not_yaml', path: [], found, expected: 'one YAML document', position };
}

function inWords({ words, offset }: YamlFault, lines: LineCounter): string {
  return `line ${positionAt(lines, offset).line}: ${words}`;
}

function positionAt(lines: LineCounter, offset: number): PlaceInFile {
  const { line, col } = lines.linePos(offset);
  return line < 1 ? START : { line, column: Math.max(1, col) };
}
