import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepSecret } from '../voice';

const TOKEN_BYTES = 24;
const FORM = /^[A-Za-z0-9_-]{32,}$/;

/**
 * The token of the endpoint that decrypts for the Web UI: made once and kept in the collector's folder, for its owner
 * alone. An engine that outlives a killed `up` has it in the address that its UI asks.
 */
export async function codecToken(folder: string): Promise<string> {
  const file = join(folder, 'codec-token');
  const kept = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
  const token = FORM.test(kept) ? kept : randomBytes(TOKEN_BYTES).toString('base64url');
  if (token !== kept) await writeFile(file, `${token}\n`, { mode: 0o600 });
  keepSecret([token]);
  return token;
}
