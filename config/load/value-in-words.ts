const LONGEST = 60; // characters; enough to recognise a value in one's own file

/** What stands at a setting, for a person. The value itself only where it may be shown; never a list or a mapping. */
export function valueInWords(value: unknown, may: { readonly show: boolean }): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (value === '') return 'an empty text';
  if (!may.show) return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
  if (typeof value === 'string') return `the text ${shorten(JSON.stringify(withoutUser(value)))}`;
  return typeof value === 'number' || typeof value === 'boolean' ? `the ${typeof value} ${value}` : `a ${typeof value}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

/** An address may carry a password where none is allowed. */
function withoutUser(text: string): string {
  return text.replace(/\/\/.*@/s, '//[redacted]@');
}
