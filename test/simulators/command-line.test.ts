import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import axios, { AxiosError } from 'axios';
import { z } from 'zod';
import { PROFILES } from '../../simulators/threatquotient/profile';
import { compileSimulators, removeCompiled } from './compiled';
import { deployed, NAME, TOKEN } from './devo-client';

let compiled = '';
const started: ChildProcess[] = [];

beforeAll(() => {
  compiled = compileSimulators();
});
afterAll(() => removeCompiled(compiled));
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const syslogAddress = z.object({
  address: z.string(),
  port: z.number(),
  chain: z.string(),
  cert: z.string(),
  key: z.string(),
});
const addresses = z.object({
  ctci: z.object({ url: z.url() }).optional(),
  devo: z.object({ url: z.url(), lookupApiUrl: z.url(), syslog: syslogAddress }).optional(),
  threatquotient: z.object({ url: z.url(), ca: z.string().optional() }).optional(),
  kev: z.object({ url: z.url() }).optional(),
});

function run(...args: string[]): ChildProcess {
  const child = fork(join(compiled, 'simulators', 'main.js'), args, { silent: true });
  started.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<z.output<typeof addresses>> {
  const [message] = (await once(child, 'message')) as unknown[];
  return addresses.parse(message);
}

const keyed = (key: string) => ({ headers: { 'x-api-key': key }, validateStatus: () => true });

test('all start on free ports, say where over the channel, and open for the tokens that were given', async () => {
  const { ctci, devo } = await ready(
    run('--ctci-token', 'given', '--devo-token', TOKEN, '--devo-domain', 'acme', '--job-delay', '1', '--hold'),
  );
  expect((await axios.get(`${ctci!.url}/api/v1/cewl`, keyed('demo-ctci-token'))).status).toBe(401);
  expect((await axios.get(`${ctci!.url}/api/v1/cewl`, keyed('given'))).status).toBe(200);
  expect((await axios.get(`${ctci!.url}/_sim/state`)).data).toMatchObject({ step: 0, held: true });
  await deployed(devo!.lookupApiUrl);
  expect((await axios.get<string>(devo!.url)).data).toContain(NAME);
});

test('Devo takes events over TLS syslog with the certificates that it names, and removes temporary ones', async () => {
  const child = run('--only', 'devo');
  const { devo } = await ready(child);
  const { address, port, chain, cert, key } = devo!.syslog;
  const [ca, ownCert, ownKey] = [chain, cert, key].map((path) => readFileSync(path));
  const socket = connect({ host: address, port, ca, cert: ownCert, key: ownKey });
  socket.resume().end('<14>Jan  1 00:00:00 a-host my.app.one: an event\n');
  await once(socket, 'close');
  expect((await axios.get<string>(devo!.url)).data).toContain('an event');
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(existsSync(chain)).toBe(false);
});

test('ThreatQ starts with a backlog, logs in who was named, and behaves as the profile says', async () => {
  const child = run(
    '--only',
    'threatquotient',
    '--threatquotient-profile',
    'token-json',
    '--threatquotient-username',
    'someone@example.com',
    '--threatquotient-password',
    'given',
    '--backlog',
    '7',
    '--events-per-minute',
    '0',
  );
  const { ctci, devo, threatquotient } = await ready(child);
  expect([ctci, devo]).toEqual([undefined, undefined]);
  const page = (await axios.get<string>(`${threatquotient!.url}/assets/js/config.js`)).data;
  const login = {
    grant_type: 'password',
    client_id: /"client_id": "(\w+)"/.exec(page)![1],
    email: 'someone@example.com',
    password: 'given',
  };
  expect((await axios.post(`${threatquotient!.url}/api/token`, login)).status).toBe(200);
  expect((await axios.get(`${threatquotient!.url}/_sim/state`)).data).toMatchObject({
    events: 7,
    profile: { tokenRequest: 'json' },
  });
});

test.each([
  ['good', 'answered'],
  ['self-signed', 'answered'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('ThreatQ speaks TLS with a certificate that is %s: who trusts its authority is %s', async (kind, outcome) => {
  const child = run('--only', 'threatquotient', '--threatquotient-certificate', kind);
  const { url, ca } = (await ready(child)).threatquotient!;
  expect(url).toMatch(/^https:/);
  const ask = (trusted: string | undefined): Promise<string> =>
    axios.get(`${url}/assets/js/config.js`, { httpsAgent: new Agent({ ca: trusted }), timeout: 5_000 }).then(
      () => 'answered',
      (error: unknown) => (error instanceof AxiosError ? String(error.code) : String(error)),
    );
  expect(await ask(readFileSync(ca!, 'utf8'))).toBe(outcome);
  expect(await ask(undefined)).toMatch(
    kind === 'self-signed' ? /DEPTH_ZERO_SELF_SIGNED_CERT/ : /UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED/,
  );
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(existsSync(ca!)).toBe(false);
});

test('--ready-json prints one line with the addresses, and nothing else', async () => {
  const child = run('--ready-json', '--only', 'devo');
  let printed = '';
  child.stdout!.on('data', (chunk) => {
    printed += String(chunk);
  });
  await ready(child);
  child.disconnect();
  await Promise.all([once(child, 'exit'), once(child.stdout!, 'end')]);
  expect(JSON.parse(printed)).toEqual({
    devo: {
      syslog: expect.objectContaining({ address: 'localhost' }),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      lookupApiUrl: expect.stringMatching(/\/lookup-api$/),
    },
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it with exit code 0, twice as well as once', async (signal) => {
  const child = run();
  await ready(child);
  child.kill(signal);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('it stops when the process that started it goes away', async () => {
  const child = run();
  await ready(child);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the catalogue of CISA is there as well, or alone', async () => {
  const { ctci, devo, kev } = await ready(run('--only', 'kev', '--hold'));
  expect([ctci, devo]).toEqual([undefined, undefined]);
  expect(
    (await axios.get(`${kev!.url}/sites/default/files/feeds/known_exploited_vulnerabilities.json`)).data,
  ).toMatchObject({ count: 1252 });
});

test('a state folder makes a killed one go on where it was', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'simulators-')), 'state');
  const args = ['--state-folder', folder, '--devo-token', TOKEN, '--devo-domain', 'acme', '--job-delay', '1'];
  const first = run(...args);
  const before = await ready(first);
  await axios.get(`${before.ctci!.url}/api/v1/cewl`, keyed('demo-ctci-token'));
  await deployed(before.devo!.lookupApiUrl);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const after = await ready(run(...args));
  expect((await axios.get(`${after.ctci!.url}/_sim/state`)).data).toMatchObject({ step: 1 });
  expect((await axios.get(`${after.devo!.url}/_sim/lookups/${NAME}`)).data).toMatchObject({ rows: 2 });
});

test('every profile stands in the help, and a name that is none is answered with those that are like it', async () => {
  const words = async (...args: string[]): Promise<string> => {
    const child = run(...args);
    let said = '';
    for (const output of [child.stdout!, child.stderr!]) output.on('data', (chunk) => (said += String(chunk)));
    await once(child, 'close');
    return said;
  };
  const help = (await words('--help')).split(/[\s,]+/);
  expect(help).toEqual(expect.arrayContaining(Object.keys(PROFILES)));
  expect(await words('--threatquotient-profile', 'Token_JSON')).toMatch(
    /There is no profile of this name\. .*token-json/,
  );
  expect(await words('--threatquotient-profile', 'config')).toMatch(/config-missing.*--help/);
  expect(await words('--threatquotient-profile', 'zzz')).toMatch(/--help names all/);
});

test('a taken port and a wrong option end it with a word on stderr and without a stack', async () => {
  const { ctci } = await ready(run('--only', 'ctci'));
  const taken = run('--ctci-port', new URL(ctci!.url).port);
  let words = '';
  taken.stderr!.on('data', (chunk) => {
    words += String(chunk);
  });
  expect(await once(taken, 'close')).toEqual([1, null]);
  expect(words).toMatch(/^listen EADDRINUSE[^\n]*\n$/);
  for (const [option, value] of [
    ['--ctci-port', 'many'],
    ['--devo-port', '65536'],
    ['--threatquotient-profile', 'no-such'],
    ['--threatquotient-certificate', 'no-such'],
  ] as const) {
    expect(await once(run(option, value), 'close')).toEqual([1, null]);
  }
});
