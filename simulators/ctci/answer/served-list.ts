import { z } from 'zod';
import { cewlRow, type CewlRow } from '../replay/cewl-row';
import type { Replay } from '../replay/replay';
import { restrictedList } from './restricted-list';

/** Which list is served: the replay's, or one that stands in its place until told otherwise. */
export const listChoice = z.union([
  z.strictObject({ serve: z.enum(['history', 'restricted', 'empty']) }),
  /** The first so many rows of the replay's list. */
  z.strictObject({ shrinkTo: z.int().min(0) }),
  z.strictObject({ rows: z.array(cewlRow) }),
]);

export type ListChoice = z.output<typeof listChoice>;

export function chosenRows(choice: ListChoice, replay: Replay): readonly CewlRow[] {
  if ('rows' in choice) return choice.rows;
  if ('shrinkTo' in choice) return replay.rows().slice(0, choice.shrinkTo);
  if (choice.serve === 'empty') return [];
  if (choice.serve === 'restricted') return restrictedList();
  return replay.rows();
}

/** In a word or two, for the state and the log. */
export function choiceName(choice: ListChoice): string {
  if ('rows' in choice) return 'rows';
  if ('shrinkTo' in choice) return `first ${String(choice.shrinkTo)}`;
  return choice.serve;
}

/** Only the replay's own list moves on; whatever stands in its place stays. */
export function movesOn(choice: ListChoice): boolean {
  return 'serve' in choice && choice.serve === 'history';
}
