import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readProjectFile } from './deployment';
import { runWith } from './run-module';

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-signature-'));
  out = join(folder, 'release');
  mkdirSync(out);
  writeFileSync(join(out, 'SHA256SUMS'), 'a sum  a-file.tgz\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A key for this test alone, and its path. */
function throwAwayKey(name: string, passphrase = ''): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'a test', '-f', path]);
  return path;
}

/** Signs the sums, and returns the line of the signer or what was refused. */
async function sign(key: string): Promise<{ signer?: string; refused?: string; setting?: string }> {
  const lines = `const { signSums } = await part('signature');
    return signSums(${JSON.stringify(out)}, process.env.KEY)
      .catch(({ message, setting }) => ({ refused: message, setting }));`;
  const { stdout, stderr } = await runWith('release', lines, { KEY: key, TMPDIR: folder });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { signer?: string };
}

/** As SECURITY.md says it. */
function verify(signer: string): number | null {
  writeFileSync(join(out, 'signers'), `${signer}\n`);
  const command =
    'ssh-keygen -Y verify -f signers -I ctci-collector -n ctci-collector-release -s SHA256SUMS.sig < SHA256SUMS';
  expect(readProjectFile('SECURITY.md')).toContain(command);
  return spawnSync('sh', ['-c', command], { cwd: out }).status;
}

test('signed sums are verified with the key that signed them, and with no other', async () => {
  const { signer = '' } = await sign(throwAwayKey('key'));
  expect(signer).toMatch(/^ctci-collector namespaces="ctci-collector-release" ssh-ed25519 \S+$/);
  expect(verify(signer)).toBe(0);
  const stranger = readFileSync(`${throwAwayKey('stranger')}.pub`, 'utf8').split(' ')[1] ?? '';
  expect(verify(`ctci-collector ssh-ed25519 ${stranger}`)).not.toBe(0);
});

test('sums that were changed after they were signed are refused', async () => {
  const { signer = '' } = await sign(throwAwayKey('key'));
  writeFileSync(join(out, 'SHA256SUMS'), 'another sum  a-file.tgz\n');
  expect(verify(signer)).not.toBe(0);
});

test('the key may be given as text, as a forge hands secrets over, and leaves no file behind', async () => {
  const { signer = '' } = await sign(readFileSync(throwAwayKey('key'), 'utf8').trimEnd());
  expect(verify(signer)).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('ctci-release-key-'))).toEqual([]);
});

test.each([
  ['a file that is not there', () => '/nowhere/key'],
  ['a file that is no key', () => join(folder, 'release', 'SHA256SUMS')],
  ['text that is no key', () => '-----BEGIN OPENSSH PRIVATE KEY-----\nnone\n-----END OPENSSH PRIVATE KEY-----'],
])('%s is refused by the name of the variable, without a word of the key', async (_what, key) => {
  const { refused, setting } = await sign(key());
  expect(setting).toBe('RELEASE_SIGNING_KEY');
  expect(refused).toContain('RELEASE_SIGNING_KEY');
  expect(refused).not.toContain('OPENSSH');
  expect(readdirSync(out)).not.toContain('SHA256SUMS.sig');
});
