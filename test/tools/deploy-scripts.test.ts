import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SEARCH_ATTRIBUTES } from '../../domain/report/search-attributes';
import { ROOT } from './deployment';

/** The container's user, to whom only root can give files. */
const USER = 1000;
const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-deploy-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function sh(script: string, env: NodeJS.ProcessEnv = {}): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('sh', [script], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, said: stdout + stderr };
}

/** A checkout as far as the script looks at it. */
function checkout(): string {
  cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), {
    recursive: true,
    filter: (path) => !path.endsWith('secrets'),
  });
  for (const each of ['deploy', 'deploy/collector', 'deploy/temporal']) chmodSync(join(folder, each), 0o755);
  for (const each of [
    'collector/config.yaml',
    'temporal/make-namespace.sh',
    'temporal/set-up-schema.sh',
    'temporal/dynamic-config.yaml',
  ])
    chmodSync(join(folder, 'deploy', each), 0o644);
  return join(folder, 'deploy', 'prepare.sh');
}

function putTokens(owner: number): void {
  for (const name of ['ctci_api_token', 'devo_api_token']) {
    const file = join(folder, 'deploy', 'secrets', name);
    writeFileSync(file, 'a-token\n', { mode: 0o600 });
    chownSync(file, owner, owner);
  }
}

test('the preparation makes a password and a folder for the secrets once, and says which tokens lack', () => {
  const script = checkout();
  const first = sh(script);
  expect(first).toMatchObject({
    code: 1,
    said: expect.stringContaining('deploy/secrets/ctci_api_token, with the token as its only line'),
  });
  expect(first.said).toContain('deploy/secrets/devo_api_token');
  const settings = readFileSync(join(folder, '.env'), 'utf8');
  expect(settings).toMatch(/^POSTGRES_PASSWORD=[0-9a-f]{48}\n$/);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'deploy', 'secrets')).mode & 0o777).toBe(0o700);
  expect(first.said).not.toContain(settings.slice('POSTGRES_PASSWORD='.length).trim());
  sh(script);
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(settings);
});

asRoot("the preparation is content when the tokens are there and are the container's user's", () => {
  const script = checkout();
  sh(script);
  putTokens(USER);
  expect(sh(script)).toMatchObject({ code: 0, said: expect.stringContaining('docker compose up') });
});

asRoot('the preparation tells to build where there is something to build, and not in the files of a release', () => {
  const script = checkout();
  sh(script);
  putTokens(USER);
  expect(sh(script).said).toMatch(/docker compose up --detach\n$/);
  writeFileSync(join(folder, 'Dockerfile'), '');
  expect(sh(script).said).toMatch(/docker compose up --detach --build\n$/);
});

asRoot('the preparation tells of a secret of another user, and how to give it away', () => {
  const script = checkout();
  sh(script);
  putTokens(0);
  expect(sh(script)).toMatchObject({
    code: 1,
    said: expect.stringContaining(
      "deploy/secrets/ctci_api_token belongs to user 0, and the container's user is 1000: sudo " +
        'chown -R 1000 deploy/secrets',
    ),
  });
});

asRoot('the preparation tells of a checkout that was made under a strict umask', () => {
  const script = checkout();
  sh(script);
  putTokens(USER);
  chmodSync(join(folder, 'deploy', 'collector', 'config.yaml'), 0o600);
  const { code, said } = sh(script);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('deploy/collector/config.yaml') });
  expect(said).toContain('chmod -R a+rX deploy/collector deploy/temporal');
});

asRoot('the folder of the secrets may be another one, named in .env as Compose reads it', () => {
  const script = checkout();
  const secrets = join(folder, 'vault');
  mkdirSync(secrets);
  writeFileSync(join(folder, '.env'), `POSTGRES_PASSWORD=abc\nCTCI_SECRETS_FOLDER=${secrets}\n`);
  expect(sh(script).said).toContain(`${secrets}/ctci_api_token`);
});

/** A client of Temporal that never reaches a server, and a clock that goes on by half a minute with each look. */
function unreachableTemporal(): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  const clock = join(folder, 'clock');
  writeFileSync(clock, '0');
  const scripts = {
    temporal: '#!/bin/sh\necho "context deadline exceeded" >&2\nexit 1\n',
    date: `#!/bin/sh\nnow=$(($(cat ${clock}) + 30))\nprintf %s "$now" > ${clock}\necho "$now"\n`,
    sleep: '#!/bin/sh\nexit 0\n',
  };
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(programs, name), text, { mode: 0o755 });
  return programs;
}

test('a Temporal that never gets healthy is given up after a minute of the clock, with what it last said', () => {
  const programs = unreachableTemporal();
  const { code, said } = sh(join(ROOT, 'deploy', 'temporal', 'make-namespace.sh'), {
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'default',
    RETENTION: '30d',
  });
  expect({ code, said: said.trim() }).toEqual({
    code: 1,
    said: 'Temporal at temporal:7233 does not become healthy within 60 s: context deadline exceeded',
  });
  expect(Number(readFileSync(join(folder, 'clock'), 'utf8'))).toBeLessThanOrEqual(120);
});

test('the namespace gets the search attributes, and a server that takes none is as good', () => {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  const calls = join(folder, 'calls');
  const refuse = 'case "$*" in *search-attribute*) echo "no room" >&2; exit 1;; esac';
  writeFileSync(join(programs, 'temporal'), `#!/bin/sh\necho "$*" >> ${calls}\n${refuse}\n`, { mode: 0o755 });
  const { code, said } = sh(join(ROOT, 'deploy', 'temporal', 'make-namespace.sh'), {
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'soc',
    RETENTION: '30d',
  });
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('CollectorOutcome cannot be made') });
  for (const name of SEARCH_ATTRIBUTES)
    expect(readFileSync(calls, 'utf8')).toContain(
      `operator search-attribute create --namespace soc --name ${name} --type Keyword`,
    );
});
