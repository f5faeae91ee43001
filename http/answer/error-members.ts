/** Fields of an error in which servers say what is wrong, in the order in which they are told. */
const WORDS = [
  'title',
  'message',
  'msg',
  'detail',
  'details',
  'description',
  'reason',
  'error',
  'error_description',
] as const;
const STATUSES = ['status', 'status_code', 'code'] as const;

/** Of a list of errors so many are told. */
const MOST_TOLD = 3;

/** How deep errors are looked into. */
const DEEPEST = 3;

/**
 * What a value says that stands where an answer tells its errors: a text, an object such as `{message}`, a list of
 * either, or texts by the field that they are about. The empty string when there are no words in it.
 */
export function errorWords(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return '';
  if (Array.isArray(value))
    return told(
      value.map((each) => errorWords(each, depth + 1)),
      '; ',
    );
  const members = new Map<string, unknown>(Object.entries(value));
  const said = told(
    WORDS.map((name) => errorWords(members.get(name), depth + 1)),
    ': ',
  );
  if (said !== '') return said;
  return told(
    [...members].map(([name, member]) => prefixed(name, errorWords(member, depth + 1))),
    '; ',
  );
}

function told(words: readonly string[], between: string): string {
  return [...new Set(words.filter((each) => each !== ''))].slice(0, MOST_TOLD).join(between);
}

function prefixed(name: string, words: string): string {
  return words === '' ? '' : `${name}: ${words}`;
}

/** What stands in the field of an error when there was none. */
const NO_ERROR = /^(?:|none|null|nil|no|false|0|ok|success|no errors?)$/i;

/**
 * Whether a field that tells of errors does: on success it is absent, null, false, or empty, or holds nothing that is
 * more. A number may count anything, and within an error it is its code, of which 0 is none.
 */
export function tellsOfError(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !NO_ERROR.test(value.trim());
  if (typeof value !== 'object' || value === null) return value === true;
  if (Array.isArray(value)) return value.some((each) => each !== null && each !== '');
  return Object.values(value).some((member: unknown) =>
    typeof member === 'number' ? member !== 0 : depth >= DEEPEST || tellsOfError(member, depth + 1),
  );
}

/** The HTTP status that an error names, or that the first of a list does; null when there is none. */
export function errorStatus(value: unknown): number | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'object' || first === null) return null;
  const members = new Map<string, unknown>(Object.entries(first));
  const statuses = STATUSES.map((name) => Number(members.get(name)));
  return statuses.find((status) => Number.isInteger(status) && status >= 400 && status <= 599) ?? null;
}
