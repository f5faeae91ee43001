/** A part of a text: as it stands, or a variable with what takes its place when it is unset or empty. */
export type TextPiece = string | Variable;

export interface Variable {
  readonly name: string;
  /** Null without a default. */
  readonly fallback: readonly TextPiece[] | null;
}

/**
 * `$${` for a plain `${`, the begin of a variable with or without default, a `${` that is none of these, and an end.
 */
const MARK = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(\}|:-)|\$\{|\}/g;

/** Defaults in defaults; nobody writes more than two or three. */
const DEEPEST = 20;

/**
 * Splits a text at its variables: `${NAME}`, and `${NAME:-default}`, whose default may hold further ones and ends at
 * its own brace, as in a shell. Answers with words for what is wrong with the form.
 */
export function splitAtVariables(text: string): readonly TextPiece[] | { readonly fault: string } {
  let pieces: TextPiece[] = [];
  const open: { readonly name: string; readonly before: TextPiece[] }[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const [mark, name, ending] = match;
    pieces.push(text.slice(end, match.index));
    end = match.index + mark.length;
    if (mark === '$${') pieces.push('${');
    else if (mark === '}') {
      const variable = open.pop();
      if (variable === undefined) pieces.push(mark);
      else pieces = [...variable.before, { name: variable.name, fallback: pieces }];
    } else if (name === undefined) return { fault: 'a ${ without a name and its } or :- behind it' };
    else if (ending === '}') pieces.push({ name, fallback: null });
    else {
      if (open.length === DEEPEST) return { fault: 'variables in variables without end' };
      open.push({ name, before: pieces });
      pieces = [];
    }
  }
  if (open.length > 0) return { fault: 'a ${ that does not end' };
  return [...pieces, text.slice(end)];
}
