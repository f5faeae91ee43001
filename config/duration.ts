const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

/** Seconds of a duration such as `90s`, `12h` or `7d`, or null when it is not one. `0` needs no unit. */
export function durationSeconds(text: string): number | null {
  if (text === '0') return 0;
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  if (!match) return null;
  const [, amount = '', unit = ''] = match;
  const seconds = UNIT_SECONDS.get(unit);
  return seconds === undefined ? null : Number(amount) * seconds;
}
