import { isCollection, isScalar, visit, type Document, type ErrorCode, type Node, type YAMLError } from 'yaml';
import { isReserved, reservedFirst, valueOnLine } from './value-on-line';
import { referenceFaults } from './yaml-references';

/** What is wrong with a YAML text, in words, and at which offset it stands. */
export interface YamlFault {
  readonly words: string;
  readonly offset: number;
}

/**
 * What is wrong with a YAML text, in words of our own: the parser's messages quote the text, and with it perhaps a
 * secret.
 */
const WORDS: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) with an anchor or a tag',
  BAD_DIRECTIVE: 'a line that begins with %; quote a text that begins with %',
  BAD_DQ_ESCAPE: 'an unknown escape behind a backslash; in double quotes a backslash is written \\\\',
  BAD_INDENT: 'an indentation that does not fit the lines above',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping on the line of its own key; begin a new line, or quote a text with ": " in it',
  BLOCK_IN_FLOW: 'an indented block inside of {} or []',
  DUPLICATE_KEY: 'a setting that stands there twice',
  MISSING_CHAR: 'a missing character, most often a quote, a bracket or a colon',
  MULTILINE_IMPLICIT_KEY: 'a setting name over several lines; a colon or a quote may be missing',
  MULTIPLE_DOCS: 'a second document (a line of ---)',
  NON_STRING_KEY: 'a setting name that is not text; put it in quotes',
  RESOURCE_EXHAUSTION: 'nesting that is too deep',
  TAB_AS_INDENT: 'a tab as indentation; use spaces',
  UNEXPECTED_TOKEN: 'something that does not belong here',
};

/** What the first characters mean that YAML does not leave to texts, where a name for it helps. */
const MEANINGS: Readonly<Record<string, string>> = {
  '*': 'an alias (*name) that cannot be used',
  '&': 'an anchor (&name) that cannot be used',
  '!': 'a tag (!name) that is not known',
  '{': 'a mapping in braces that does not end with the value',
  '[': 'a list in brackets that does not end with the value',
  '"': 'a quote that does not end with the value',
  "'": 'a quote that does not end with the value',
};

/** The parser stands on the very character that it cannot take. */
const AT_THE_CHARACTER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_ALIAS',
  'BAD_SCALAR_START',
  'TAG_RESOLVE_FAILED',
]);

/** The parser notices them only where something else begins. */
const NOTICED_LATER: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['BAD_INDENT', 'MISSING_CHAR']);

/** Of a text that is no YAML at all, the parser finds one fault a word. */
const MOST = 100;

/**
 * The faults of a parsed document in their order: one a line, at the begin of the value that lacks its quotes where
 * that is the reason, and without what only follows from an earlier one.
 */
export function yamlFaults(document: Document, text: string): YamlFault[] {
  const faults: YamlFault[] = [];
  const lines = new Set<number>();
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const error of errors.slice(0, MOST)) {
    if (lines.has(lineOf(text, error.pos[0]))) continue;
    const begin = NOTICED_LATER.has(error.code) ? openBefore(document, text, error.pos[0]) : null;
    if (begin !== null) return [...faults, quoteFrom(text, begin)]; // what follows was read as a part of it
    const fault = faultOf(error, text);
    const line = lineOf(text, fault.offset);
    const echo = faults.length > 0 && fault.words === WORDS.UNEXPECTED_TOKEN;
    if (echo || lines.has(line)) continue;
    lines.add(line);
    faults.push(fault);
  }
  return faults.length > 0 ? faults : referenceFaults(document);
}

/** One number for one line: the offset of the break before it. */
function lineOf(text: string, offset: number): number {
  return offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1);
}

function faultOf({ code, pos: [offset] }: YAMLError, text: string): YamlFault {
  if (AT_THE_CHARACTER.has(code) && isReserved(text.charAt(offset))) return quoteFrom(text, offset);
  const value = valueOnLine(text, offset);
  if (value !== null && reservedFirst(text, value, offset) !== null) return quoteFrom(text, value);
  return { words: WORDS[code] ?? 'something that is not YAML', offset };
}

function quoteFrom(text: string, offset: number): YamlFault {
  const first = text.charAt(offset);
  return {
    words:
      `${MEANINGS[first] ?? 'a text that begins with a reserved character'}; quote a text that ` +
      `begins with ${first}`,
    offset,
  };
}

/** Begin of the quote or bracket that was opened on an earlier line and holds the offset. */
function openBefore(document: Document, text: string, offset: number): number | null {
  let begin: number | null = null;
  visit(document, {
    Node(_key, node) {
      const [start, , end] = node.range ?? [offset, offset, offset];
      if (isBracketOrQuote(node) && start < offset && offset <= end && text.slice(start, offset).includes('\n'))
        begin = start;
    },
  });
  return begin;
}

function isBracketOrQuote(node: Node): boolean {
  if (isCollection(node)) return node.flow === true;
  return isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
}
