import type { VerbResult } from '../verb-result';
import type { Offer, OptionValues, VerbOptions } from './option';

/** The groups of the help, in its order. */
export const GROUPS = ['Everyday', 'Looking', 'Exceptions', 'Setting up'] as const;
export type Group = (typeof GROUPS)[number];

/** A command line that works as it stands, without the program's name, and what it is for. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

export interface VerbArgument {
  /** As the help shows it: `<needed>` or `[optional]`. */
  readonly usage: string;
  readonly words: string;
  readonly choices?: readonly string[];
  /** What a shell completes it to. */
  readonly offers?: Offer;
}

/** What a verb is called with. */
export interface Call<Options extends VerbOptions> {
  readonly options: OptionValues<Options>;
  readonly args: readonly (string | undefined)[];
  /** All verbs of the program, for the one that completes them. */
  readonly allVerbs: () => Promise<readonly Verb[]>;
}

/**
 * One verb of the program. Help, completion and tests are made of what is declared here. The file that declares it
 * imports types only, and its `run` loads what does the work: help must not wait for that.
 */
export interface Verb<Options extends VerbOptions = VerbOptions> {
  readonly name: string;
  readonly group: Group;
  /** One line of the program's help. */
  readonly summary: string;
  /** What the verb's own help says beyond that. */
  readonly more?: string;
  readonly args?: readonly VerbArgument[];
  readonly options: Options;
  readonly examples: readonly [Example, ...Example[]];
  /** A result is printed by the program; a verb that has printed already says only with which code it ends. */
  readonly run: (call: Call<Options>) => Promise<VerbResult | number>;
}

/** Declares a verb: its `run` gets the values of the options that are declared beside it. */
export function verb<const Options extends VerbOptions>(declared: Verb<Options>): Verb {
  return declared as unknown as Verb; // which options there are is known to `run` alone
}
