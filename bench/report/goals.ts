import type { Measured } from '../measurement';

interface Goal {
  readonly name: string;
  readonly against?: string;
  readonly value: number;
  readonly limit: number;
  /** Writes a number of this goal, such as `12.3 ms`. */
  readonly words: (value: number) => string;
  /** What the number came from. */
  readonly details?: string;
}

/** A goal that is met up to its limit. */
export function atMost(goal: Goal): Measured {
  return line(goal, '<=', goal.value <= goal.limit);
}

/** A goal that is met from its limit on. */
export function atLeast(goal: Goal): Measured {
  return line(goal, '>=', goal.value >= goal.limit);
}

/** A number without a goal: what the others are made of, or what a reader will ask next. */
export function told(name: string, measured: string, against = ''): Measured {
  return { name, against, goal: '-', measured, ok: null };
}

function line({ name, against = '', value, limit, words, details }: Goal, sign: '<=' | '>=', ok: boolean): Measured {
  const measured = details === undefined ? words(value) : `${words(value)} (${details})`;
  return { name, against, goal: `${sign} ${words(limit)}`, measured, ok };
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} x`;
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

export function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}

export function thousands(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
