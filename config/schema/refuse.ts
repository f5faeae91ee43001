import { z } from 'zod';
import type { ErrorId } from '../../errors/catalogue';

/** Carries a number of the catalogue, and what was seen, through zod's custom issues. */
export const refusalParams = z.object({
  error: z.custom<ErrorId>((value) => typeof value === 'string').optional(),
  /** Words for a value that is not shown itself. */
  found: z.string().optional(),
  /** What is right instead, where there is more to say than the setting's own words. */
  expected: z.string().optional(),
});

/** Options for `refine`: the error of the catalogue, and what was expected instead. */
export function refusal(error: ErrorId, expected: string): { message: string; params: { error: ErrorId } } {
  return { message: expected, params: { error } };
}

/**
 * Ends a transform of a mapping whose choices are not made. The choice itself is reported from its facts
 * (see `find-choice-faults.ts`), so this issue says nothing and is dropped there.
 */
export function choiceNotMade(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: UNMADE_CHOICE });
  return z.NEVER;
}

export const UNMADE_CHOICE = 'a choice of this mapping is not made';
