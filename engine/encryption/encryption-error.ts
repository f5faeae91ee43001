import { CATALOGUE } from '../../errors/catalogue';
import { CollectorError } from '../../errors/collector-error';

export const KEYS_SETTING = 'globals.encryption.keys';

const MISSING = ['encryption_key_unknown', 'encryption_key_wrong'] as const;

/** No key of the ring has the id that a payload names. */
export function keyUnknown(id: string, known: readonly string[], where: string): CollectorError {
  const has = known.length === 0 ? 'no key is configured' : `the configured ones are ${known.join(', ')}`;
  return new CollectorError('encryption_key_unknown', {
    setting: KEYS_SETTING,
    seen: `key id "${id}"${where}; ${has}`,
    retryable: true,
  });
}

/** The key of that id does not open the payload: it is another key, or the payload is not as it was written. */
export function keyWrong(id: string, where: string, cause: unknown): CollectorError {
  return new CollectorError('encryption_key_wrong', {
    setting: KEYS_SETTING,
    seen: `key id "${id}"${where}`,
    retryable: true,
    cause,
  });
}

/** The error of a payload that is there and well, and that this program has not got the key to; null for any other. */
export function missingKeyIn(error: unknown): CollectorError | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof CollectorError && isMissingKey(each)) return each;
  }
  return null;
}

/** The same, out of the words in which a worker has told it to Temporal. */
export function missingKeyToldBy(words: string, workflowId: string, runId: string): CollectorError | null {
  for (const id of MISSING) {
    const start = `${CATALOGUE[id].message}: `;
    const at = words.indexOf(start);
    if (at < 0) continue;
    const seen = `${words.slice(at + start.length)}, in run ${runId} of ${workflowId}`;
    return new CollectorError(id, { setting: KEYS_SETTING, seen, retryable: true });
  }
  return null;
}

function isMissingKey({ id }: CollectorError): boolean {
  return MISSING.some((each) => each === id);
}

/**
 * Reads something of a run. Where a payload in it cannot be decrypted, the error names the run, so that whoever looks
 * for the key knows what it was for.
 */
export async function namingRun<Result>(
  workflowId: string,
  runId: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const missing = missingKeyIn(error);
    if (missing === null || missing.seen.includes(runId)) throw error;
    throw new CollectorError(missing.id, {
      setting: KEYS_SETTING,
      seen: `${missing.seen}, in run ${runId} of ${workflowId}`,
      retryable: missing.retryable,
      cause: missing.cause,
    });
  }
}
