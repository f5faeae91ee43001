import type { ErrorCode } from 'yaml';

/**
 * What is wrong with a YAML text, in words of our own: the parser's messages quote the text, and with it perhaps a secret.
 */
const WORDS: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) with an anchor or a tag',
  BAD_ALIAS: 'an alias (*name) that cannot be used; quote a text that begins with *',
  BAD_DIRECTIVE: 'a line that begins with %; quote a text that begins with %',
  BAD_DQ_ESCAPE: 'an unknown escape behind a backslash; in double quotes a backslash is written \\\\',
  BAD_INDENT: 'an indentation that does not fit the lines above',
  BAD_SCALAR_START: 'a text that begins with a reserved character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping on the line of its own key; begin a new line, or quote a text with ": " in it',
  BLOCK_IN_FLOW: 'an indented block inside of {} or []',
  DUPLICATE_KEY: 'a setting that stands there twice',
  MISSING_CHAR: 'a missing character, most often a quote, a bracket or a colon',
  MULTILINE_IMPLICIT_KEY: 'a setting name over several lines; a colon or a quote may be missing',
  MULTIPLE_DOCS: 'a second document (a line of ---)',
  NON_STRING_KEY: 'a setting name that is not text',
  RESOURCE_EXHAUSTION: 'nesting that is too deep',
  TAB_AS_INDENT: 'a tab as indentation; use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!name) that is not known; quote a text that begins with !',
  UNEXPECTED_TOKEN: 'something that does not belong here',
};

export function yamlFaultInWords(code: ErrorCode): string {
  return WORDS[code] ?? 'something that is not YAML';
}
