import { InvalidArgumentError } from 'commander';
import { COLOR_CHOICES } from '../words/color';

/** What a shell offers for a value, beyond choices that are fixed. */
export type Offer = 'nothing' | 'files' | LiveOffer;

/** The word by which a script asks the program what to offer. It is no verb: nobody types it. */
export const OFFERS = 'offers';

/** What the program itself has to be asked for, at the moment of completing. */
export const LIVE_OFFERS = ['inputs', 'services', 'outputs', 'errors', 'runs'] as const;
export type LiveOffer = (typeof LIVE_OFFERS)[number];

/** An option of a verb. */
export interface VerbOption<Value> {
  /** As the help shows it: `--limit <count>`. */
  readonly flags: string;
  readonly words: string;
  /** The value where the option is not given. */
  readonly fallback: Value;
  /** What stands for the fallback in the help; nothing by default. */
  readonly usual?: string;
  readonly choices?: readonly string[];
  readonly offers?: Offer;
  /** Reads what was typed. Throws commander's InvalidArgumentError. */
  readonly read?: (text: string) => Value;
}

/** By the names under which a verb gets them: those of the flags, in camel case. */
export type VerbOptions = Readonly<Record<string, VerbOption<unknown>>>;

export type OptionValues<Options extends VerbOptions> = {
  readonly [Name in keyof Options]: Options[Name] extends VerbOption<infer Value> ? Value : never;
};

/** An option without a value: it is there, or it is not. */
export function flag(flags: string, words: string): VerbOption<boolean> {
  return { flags, words, fallback: false };
}

/** An option that takes a text. */
export function text(flags: string, words: string, offers: Offer = 'nothing'): VerbOption<string | undefined> {
  return { flags, words, fallback: undefined, offers };
}

/** An option that takes a whole number above 0. */
export function wholeNumber(flags: string, words: string, fallback: number): VerbOption<number> {
  return { flags, words, fallback, usual: String(fallback), read: readWholeNumber };
}

function readWholeNumber(typed: string): number {
  if (!/^[1-9]\d{0,8}$/.test(typed)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(typed);
}

/** The longest that a timer of Node waits: 2^31 - 1 ms. A longer one would end at once. */
const LONGEST_SECONDS = 2_147_483;
const USUAL_SECONDS = 3_000;

function readSeconds(typed: string): number {
  const seconds = /^[1-9]\d*$/.test(typed) ? Number(typed) : 0;
  if (seconds < 1 || seconds > LONGEST_SECONDS)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LONGEST_SECONDS} (24 days).`);
  return seconds;
}

export const JSON_OPTION = flag('--json', 'one JSON document on stdout, and nothing else');
export const CONFIG_OPTION = text('--config <file>', 'configuration; else CTCI_CONFIG, else config.yaml', 'files');

export const COLOR_OPTION: VerbOption<string> = {
  flags: '--color <when>',
  words: 'colours: always, never, or auto, which is in a terminal only',
  fallback: 'auto',
  choices: COLOR_CHOICES,
};

/** Options that every verb on services has. */
export const COMMON_OPTIONS = {
  config: CONFIG_OPTION,
  input: text('--input <name>', 'only this input', 'inputs'),
  service: text('--service <name>', 'only this service', 'services'),
  json: JSON_OPTION,
  color: COLOR_OPTION,
} as const satisfies VerbOptions;

/** For a verb that may have much to say. */
export const PAGER_OPTION = {
  pager: {
    flags: '--no-pager',
    words: 'all at once; else a text that is longer than the terminal is shown by PAGER, or less',
    fallback: true,
  },
} as const satisfies VerbOptions;

/** For a verb that changes services: it wants to be told when several are meant. */
export const ALL_OPTION = { all: flag('--all', 'all services that match') } as const satisfies VerbOptions;

export const YES_OPTION = { yes: flag('--yes', 'do not ask') } as const satisfies VerbOptions;

/** For a verb that waits for a pull. */
export const TIMEOUT_OPTION = {
  timeout: {
    flags: '--timeout <seconds>',
    words: 'how long to wait for a pull',
    fallback: USUAL_SECONDS,
    usual: String(USUAL_SECONDS),
    read: readSeconds,
  },
} as const satisfies VerbOptions;

/** For a verb that marks something for the next pull, or pulls at once. */
export const NOW_OPTIONS = {
  now: flag('--now', 'pull at once, and wait as "pull" does'),
  ...TIMEOUT_OPTION,
} as const satisfies VerbOptions;
