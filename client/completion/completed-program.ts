import type { Command } from 'commander';

/** What the shell offers behind an option or in place of an argument. */
export type Offer = 'nothing' | 'files' | readonly string[];

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

/**
 * The verbs and options of a program, for scripts that complete them. Read from the program itself: they never differ.
 */
export function completedProgram(program: Command): CompletedVerb[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    argument: command.registeredArguments[0]?.argChoices ?? 'nothing',
    options: command.options
      .filter((option) => !option.hidden)
      .map((option) => ({
        flag: option.long ?? option.flags,
        description: option.description,
        value: option.required || option.optional ? (option.argChoices ?? offerFor(option.flags)) : null,
      })),
  }));
}

function offerFor(flags: string): Offer {
  return /<(file|folder)>/.test(flags) ? 'files' : 'nothing';
}
