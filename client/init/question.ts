import { CollectorError } from '../../errors/collector-error';
import type { Asked } from './asked';
import type { Terminal } from './terminal';

/** One thing that `init` needs to know, and what judges the answer. */
export interface Question extends Asked {
  /** What an answer must be, in words. */
  readonly expected: string;
  readonly accepts: (answer: string) => boolean;
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

async function ask(question: Question, terminal: Terminal): Promise<string> {
  const usual = question.fallback === null ? '' : ` [${question.fallback}]`;
  for (;;) {
    const typed = await terminal.ask(`${question.words}${usual}: `);
    const text = typed === '' ? (question.fallback ?? '') : typed;
    if (question.accepts(text)) return text;
    terminal.say(`  It must be ${question.expected}.`);
  }
}

function accepted(question: Question, given: string): string {
  if (question.accepts(given)) return given;
  throw new CollectorError('usage', { setting: question.option, seen: `"${given}", expected ${question.expected}` });
}
