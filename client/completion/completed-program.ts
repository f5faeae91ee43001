import { LIVE_OFFERS, type LiveOffer, type Offer as DeclaredOffer, type VerbOption } from '../command-line/option';
import type { Verb } from '../command-line/verb';

/** What the shell offers behind an option or in place of an argument. */
export type Offer = DeclaredOffer | readonly string[];

export interface CompletedOption {
  /** With its dashes: `--config`. */
  readonly flag: string;
  readonly description: string;
  /** What follows the option, or null when nothing does. */
  readonly value: Offer | null;
}

export interface CompletedVerb {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What the verb's argument may be. */
  readonly argument: Offer;
}

/** The verbs and options for scripts that complete them. Made of what the program is made of: they never differ. */
export function completedProgram(verbs: readonly Verb[]): CompletedVerb[] {
  return verbs.map(({ name, summary, args = [], options }) => ({
    name,
    description: summary,
    argument: args[0]?.choices ?? args[0]?.offers ?? 'nothing',
    options: Object.values(options).map((option) => ({
      flag: flagOf(option),
      description: option.words,
      value: takesValue(option) ? (option.choices ?? option.offers ?? 'nothing') : null,
    })),
  }));
}

function flagOf({ flags }: VerbOption<unknown>): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

function takesValue({ flags }: VerbOption<unknown>): boolean {
  return /[<[]/.test(flags);
}

/** Whether the program is asked for it. */
export function isLive(offer: Offer): offer is LiveOffer {
  return LIVE_OFFERS.some((live) => live === offer);
}

/** The words that are known beforehand. */
export function fixedWords(offer: Offer): readonly string[] {
  return typeof offer === 'string' ? [] : offer;
}
