import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { SUMS } from './sums.mjs';

/** Names the key: the path of a private key of SSH, or that key itself, as a forge hands a secret over. */
export const KEY_VARIABLE = 'RELEASE_SIGNING_KEY';

/** What a signature is good for: one of another kind of file cannot be passed off as one of a release. */
export const NAMESPACE = 'ctci-collector-release';

/** Whom the file of signers names; `ssh-keygen -Y verify -I` asks for the same. */
const SIGNER = 'ctci-collector';

const SIGN_MS = 60_000;

/**
 * Signs the sums, and through them every file that they name, in the form of `ssh-keygen -Y sign`: the signature stands
 * beside them in `SHA256SUMS.sig`. SECURITY.md tells how it is verified.
 *
 * @param {string} folder where the sums are
 * @param {string} key see KEY_VARIABLE
 * @returns {Promise<{ signer: string }>} the line of a file of signers that this signature is verified with
 */
export async function signSums(folder, key) {
  const draft = mkdtempSync(join(tmpdir(), 'ctci-release-key-'));
  try {
    const file = keyFile(key, draft);
    const sums = join(folder, SUMS);
    rmSync(`${sums}.sig`, { force: true });
    await keygen('-Y', 'sign', '-f', file, '-n', NAMESPACE, sums);
    const words = (await keygen('-y', '-f', file)).trim().split(' ');
    return { signer: `${SIGNER} namespaces="${NAMESPACE}" ${words.slice(0, 2).join(' ')}` };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function keyFile(key, folder) {
  if (key.startsWith('-----BEGIN')) {
    const file = join(folder, 'key');
    writeFileSync(file, `${key.trimEnd()}\n`, { mode: 0o600 });
    return file;
  }
  if (existsSync(key)) return key;
  throw new SetupError(`${KEY_VARIABLE} names no file that is there.`, {
    setting: KEY_VARIABLE,
    remedy: 'Let it hold the path of a private key of SSH, or the key itself; unset it to leave the signature out.',
  });
}

async function keygen(...args) {
  const { code, output, stdout } = await runCommand('ssh-keygen', args, { timeoutMs: SIGN_MS });
  if (code === 0) return stdout;
  const why = code === 127 ? 'there is no ssh-keygen here' : output.trim().split('\n').at(-1);
  throw new SetupError(`The sums cannot be signed with the key of ${KEY_VARIABLE}: ${why}.`, {
    setting: KEY_VARIABLE,
    remedy: 'Give it a private key of SSH without a passphrase: ssh-keygen -t ed25519 -N "" -f release-key',
  });
}
