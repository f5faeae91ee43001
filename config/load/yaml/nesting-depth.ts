import { Parser, type CST } from 'yaml';

/**
 * Whether a YAML text nests deeper than this many levels. To be asked before it is parsed in full: the parser goes down
 * by recursion, and V8 ends the whole process when it has to compile a pattern with the stack used up.
 */
export function nestsDeeperThan(levels: number, text: string): boolean {
  const open: { token: CST.Token; depth: number }[] = [];
  for (const token of new Parser().parse(text)) open.push({ token, depth: 0 });
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > levels) return true;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return false;
}
