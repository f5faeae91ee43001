import { keyOf, type CewlRow } from './cewl-row';
import type { HistoryStep } from './history-step';

/** The list as it was after some step of its history. It stays on the last one. */
export interface Replay {
  readonly length: number;
  /** Index of the step that the list is at, from 0. */
  position(): number;
  step(): HistoryStep;
  rows(): readonly CewlRow[];
  advance(): void;
  /** Clamped to the history. */
  goTo(position: number): void;
  /** To the last step on or before a day (YYYY-MM-DD), or to the first when the day lies before it. */
  goToDate(date: string): void;
}

export function createReplay(steps: readonly HistoryStep[], start: number): Replay {
  let position = 0;
  let rows: readonly CewlRow[] = [];
  goTo(start);

  function goTo(wanted: number): void {
    position = Math.min(Math.max(0, Math.trunc(wanted)), steps.length - 1);
    rows = listAfter(steps.slice(0, position + 1));
  }

  function goToDate(date: string): void {
    const later = steps.findIndex((step) => step.date > date);
    goTo(later === -1 ? steps.length - 1 : later - 1);
  }

  function step(): HistoryStep {
    const found = steps[position];
    if (found === undefined) throw new Error('a replay needs at least one step');
    return found;
  }

  return {
    length: steps.length,
    position: () => position,
    step,
    rows: () => rows,
    advance: () => {
      if (position < steps.length - 1) goTo(position + 1);
    },
    goTo,
    goToDate,
  };
}

function listAfter(steps: readonly HistoryStep[]): readonly CewlRow[] {
  const list = new Map<string, CewlRow>();
  for (const step of steps) {
    for (const row of [...step.added, ...step.changed]) list.set(keyOf(row) ?? '', row);
    for (const key of step.removed) list.delete(key);
  }
  return [...list.values()];
}
