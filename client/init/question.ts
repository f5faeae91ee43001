import { CollectorError } from '../../errors/collector-error';
import type { Asked } from './asked';
import type { Terminal } from './terminal';

/** One thing that `init` needs to know, and what judges the answer. */
export interface Question extends Omit<Asked, 'choices'> {
  /** What an answer must be, in words. */
  readonly expected: string;
  readonly accepts: (answer: string) => boolean;
  /** Taken for the empty answer of a person, in place of the fallback. */
  readonly offered?: string;
  /** What there is to choose from: shown with a number each, which is an answer too. */
  readonly menu?: Readonly<Record<string, string>>;
}

/**
 * The answer that an option gave, else that of the person at the terminal, else the usual one. Throws CollectorError
 * `usage`.
 */
export async function answer(
  question: Question,
  given: string | undefined,
  terminal: Terminal | null,
): Promise<string> {
  if (given !== undefined) return accepted(question, given);
  if (terminal !== null) return ask(question, terminal);
  if (question.fallback !== null) return question.fallback;
  throw new CollectorError('usage', {
    setting: question.option,
    seen: `${question.words}: without a terminal this option is needed`,
  });
}

/** Asks the person until there is an answer that can be taken. */
export async function ask(question: Question, terminal: Terminal): Promise<string> {
  const names = Object.keys(question.menu ?? {});
  for (const [index, name] of names.entries())
    terminal.say(`  ${index + 1}  ${name.padEnd(16)}${question.menu?.[name] ?? ''}`);
  const usual = question.offered ?? question.fallback;
  const shown = usual === null ? '' : ` [${usual}]`;
  for (;;) {
    const typed = await terminal.ask(`${question.words}${shown}: `);
    const text = names[Number(typed) - 1] ?? (typed === '' ? (usual ?? '') : typed);
    if (question.accepts(text)) return text;
    terminal.say(`  It must be ${question.expected}${names.length > 0 ? ', or its number' : ''}.`);
  }
}

function accepted(question: Question, given: string): string {
  if (question.accepts(given)) return given;
  throw new CollectorError('usage', { setting: question.option, seen: `"${given}", expected ${question.expected}` });
}
