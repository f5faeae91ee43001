import { z } from 'zod';

/** What the statuses of a deploy job say about it. */
export interface JobVerdict {
  /** `silent`: no status yet. `pending`: at work. `ok` and `err`: over. */
  readonly state: 'silent' | 'pending' | 'ok' | 'err';
  /** Devo's words beside the status that decided; may be empty. */
  readonly words: string;
  /** Codes that are neither start, nor ok, nor err. */
  readonly unknownCodes: readonly string[];
}

/** `create.ok`, `update.err`, ...: a family, a dot, a step. */
const STATUS_CODE = /^[a-z_-]+\.[a-z_-]+$/i;

const STATUS_FIELDS = z.record(z.string(), z.unknown());

/** Answered as text where a status carries no code; seen in Devo's own client. */
const SUCCESS_WORDS = /\bsuccessfully (created|updated)\b/i;

/**
 * Judges a job by its statuses, oldest first. The newest one that ends in `.ok`, `.err` or `.start` decides; codes
 * that are not known decide nothing, because Devo documents only a few of them. A job with unknown codes alone is
 * at work.
 */
export function judgeJob(statuses: readonly unknown[]): JobVerdict {
  const unknownCodes: string[] = [];
  for (const status of [...statuses].reverse()) {
    const code = statusCode(status);
    const words = statusWords(status);
    const step = code?.split('.').at(-1)?.toLowerCase();
    if (step === 'ok' || step === 'err') return { state: step, words, unknownCodes };
    if (step === 'start') return { state: 'pending', words, unknownCodes };
    if (code === null && SUCCESS_WORDS.test(words)) return { state: 'ok', words, unknownCodes };
    unknownCodes.push(code ?? `no code, "${words.slice(0, 80)}"`);
  }
  return { state: statuses.length === 0 ? 'silent' : 'pending', words: '', unknownCodes };
}

/** The code of a status. The name of its field is not documented, so any field that holds a code will do. */
function statusCode(status: unknown): string | null {
  const fields = statusFields(status);
  const candidates = [fields.code, fields.status, status, ...Object.values(fields)];
  const code = candidates.find((candidate) => typeof candidate === 'string' && STATUS_CODE.test(candidate));
  return typeof code === 'string' ? code : null;
}

function statusWords(status: unknown): string {
  const { msg, message } = statusFields(status);
  const words = msg ?? message;
  return typeof words === 'string' ? words : '';
}

function statusFields(status: unknown): Readonly<Record<string, unknown>> {
  return STATUS_FIELDS.safeParse(status).data ?? {};
}
