import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { KevSimulator } from '../../../simulators/cisa-kev/kev-simulator';
import { startKevSimulator } from '../../../simulators/cisa-kev/start-kev-simulator';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { startClient } from '../stage/built-program';
import { CTCI_TOKEN, DEVO_TOKEN, DOMAIN, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { startVerb, type InTerminal } from './pseudo-terminal';

jest.setTimeout(120_000);

const THREATQ = { username: 'reader@example.com', password: 'threatq-password-under-test' };

let world: SimulatedWorld;
let kev: KevSimulator;
let threatq: ThreatquotientSimulator;
let folder = '';

beforeAll(async () => {
  world = await startWorld();
  kev = await startKevSimulator();
  threatq = await startThreatquotientSimulator(THREATQ);
});
afterAll(() => Promise.all([world.close(), kev.close(), threatq.close()]));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-init-terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** No Temporal runs for these: what is written is judged without one. */
const NO_ENGINE = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

/** What stands on the screen, and what is typed when it does. */
type Turn = readonly [asked: RegExp, typed: string];

/** Runs init in a terminal, with a person who waits for each question. */
async function talk(args: readonly string[], turns: readonly Turn[], env: NodeJS.ProcessEnv = {}): Promise<InTerminal> {
  const init = startVerb(['init', ...args], { folder, env: { ...NO_ENGINE, ...env } });
  await answerAll(init, turns);
  expect(await init.ended).toMatchObject({ code: 0 });
  return init;
}

async function answerAll(init: InTerminal, turns: readonly Turn[]): Promise<void> {
  let read = 0;
  for (const [asked, typed] of turns) {
    const { index, 0: found } = await init.said(asked, read);
    read += index + found.length;
    init.type(`${typed}\r`);
  }
}

/** A server that takes a connection and never says a word. */
async function startSilentServer() {
  let connected: (socket: Socket) => void = () => undefined;
  const connection = new Promise<Socket>((resolve) => (connected = resolve));
  const server = createServer((socket) => connected(socket.on('error', () => undefined).resume()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: connection.then(() => undefined),
    left: connection.then((socket) => once(socket, 'close')),
    close: () => server.close(),
  };
}

const SOURCES: Readonly<Record<string, () => { args: readonly string[]; turns: readonly Turn[]; works: RegExp }>> = {
  cisa_kev: () => ({
    args: ['--api-base-url', kev.url],
    turns: [[/Try it now\?.*: /, '']],
    works: /✓ CISA list: 1,\d\d\d rows/,
  }),
  ctci: () => ({
    args: [],
    turns: [
      [/Address of the CTCI API.*: /, world.ctci.url],
      [/by a token, or by user name.*: /, 'token'],
      [/CTCI token .*not shown: /, CTCI_TOKEN],
      [/Try it now\?.*: /, 'yes'],
    ],
    works: /✓ CTCI list: /,
  }),
  threatquotient: () => ({
    args: [],
    turns: [
      [/Address of ThreatQuotient.*: /, threatq.url],
      [/ThreatQuotient user name: /, THREATQ.username],
      [/ThreatQuotient password .*not shown: /, THREATQ.password],
      [/Try it now\?.*: /, 'yes'],
    ],
    works: /✓ ThreatQuotient events: /,
  }),
};

function devoTurns(source: string): readonly Turn[] {
  return [
    [/Devo region.*: /, source === 'threatquotient' ? world.devo.url : world.devo.lookupApiUrl],
    [/Devo domain.*: /, DOMAIN],
    ...(source === 'threatquotient' ? [] : [[/Name of the lookup.*: /, ''] as const]),
    [/Devo token .*not shown: /, DEVO_TOKEN],
    [/Try it now\?.*: /, 'yes'],
  ];
}

test.each(Object.keys(SOURCES).flatMap((source) => ['devo', 'console'].map((target) => [source, target] as const)))(
  '%s to %s: what is told is tried, and what is written passes "check --offline"',
  async (source, target) => {
    const { args, turns, works } = SOURCES[source]!();
    const needsSecrets = source !== 'cisa_kev' || target === 'devo';
    const init = await talk(args, [
      [/What is pulled.*: /, source],
      [/Where it goes.*: /, target],
      ...(needsSecrets ? [[/Keep secrets.*: /, 'files'] as const] : []),
      ...turns,
      ...(target === 'devo' ? devoTurns(source) : []),
      [/Seconds from one pull to the next.*: /, ''],
    ]);
    expect(init.stdout).toMatch(works);
    if (target === 'devo') expect(init.stdout).toMatch(/✓ output devo_(lookup|events): Devo takes the token/);
    expect(init.stdout).toMatch(/Next: "ctci-collector up"/);
    for (const secret of [CTCI_TOKEN, DEVO_TOKEN, THREATQ.password]) {
      expect(init.stdout).not.toContain(secret);
      expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).not.toContain(secret);
    }
    const check = startClient(folder, ['check', '--offline']);
    expect({ ...(await check.ended), out: check.everything }).toMatchObject({
      code: 0,
      out: expect.not.stringMatching(/[✗!]/),
    });
  },
);

test('the numbers of the menu are answers, and CISA comes first', async () => {
  const init = startVerb(['init'], { folder, env: NO_ENGINE });
  await init.said(
    /1 {2}cisa_kev.*no account[\s\S]*2 {2}ctci[\s\S]*3 {2}threatquotient[\s\S]*What is pulled \[cisa_kev\]: /,
  );
  init.type('3\r');
  await init.said(/Where it goes/);
  init.type('2\r');
  await init.said(/Keep secrets/);
  init.type('\u0003');
  expect(await init.ended).toMatchObject({ code: 130 });
  expect(init.stdout).toContain('Nothing was written.');
  expect(existsSync(join(folder, 'config.yaml'))).toBe(false);
});

test.each(['source', 'target'])(
  'Ctrl-C while the %s is tried ends at once, and leaves nothing: no file, no process, no temporary folder',
  async (side) => {
    const silent = await startSilentServer();
    try {
      mkdirSync(join(folder, 'temporary'));
      const address = side === 'source' ? ([/Address of the CTCI API.*: /, silent.url] as const) : null;
      const init = startVerb(['init'], { folder, env: { ...NO_ENGINE, TMPDIR: join(folder, 'temporary') } });
      const turns: Turn[] = [
        [/What is pulled.*: /, side === 'source' ? 'ctci' : 'cisa_kev'],
        [/Where it goes.*: /, 'devo'],
        [/Keep secrets.*: /, 'files'],
        ...(address === null ? [[/Try it now\?.*: /, 'no'] as const] : [address, [/by a token.*: /, ''] as const]),
        ...(side === 'source'
          ? [[/CTCI token .*not shown: /, CTCI_TOKEN] as const]
          : ([
              [/Devo region.*: /, `${silent.url}/lookup-api`],
              [/Devo domain.*: /, DOMAIN],
              [/Name of the lookup.*: /, ''],
              [/Devo token .*not shown: /, DEVO_TOKEN],
            ] as const)),
        [/Try it now\?.*: /, 'yes'],
      ];
      await answerAll(init, turns);
      await silent.asked;
      init.type('\u0003');
      expect(await init.ended).toMatchObject({ code: 130 });
      await silent.left;
      expect(init.stdout).toContain('Nothing was written.');
      expect(init.stdout).not.toMatch(/[✗✓]/);
      expect(readdirSync(folder)).toEqual(['temporary']);
      expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
    } finally {
      silent.close();
    }
  },
);

test('Ctrl-D at a question writes nothing and is no success', async () => {
  const init = startVerb(['init'], { folder, env: NO_ENGINE });
  await init.said(/What is pulled.*: /);
  init.type('\u0004');
  expect(await init.ended).toMatchObject({ code: 1 });
  expect(init.stdout).toContain('Nothing was written.');
});

test('a wrong token, domain and address are told with what to do, and can be told anew', async () => {
  const closed = await startWorld();
  await closed.close();
  const init = await talk(
    [],
    [
      [/What is pulled.*: /, 'ctci'],
      [/Where it goes.*: /, 'devo'],
      [/Keep secrets.*: /, 'files'],
      [/Address of the CTCI API.*: /, closed.ctci.url],
      [/by a token, or by user name.*: /, ''],
      [/CTCI token .*not shown: /, 'wrong-ctci-token'],
      [/Try it now\?.*: /, ''],
      [/✗ CTCI list: [\s\S]*api_base_url[\s\S]*\[address\]: /, ''],
      [/Address of the CTCI API.*: /, world.ctci.url],
      [/✗ CTCI list: [\s\S]*ApiError 401[\s\S]*\[secret\]: /, ''],
      [/CTCI token .*not shown: /, CTCI_TOKEN],
      [/✓ CTCI list[\s\S]*Devo region.*: /, world.devo.lookupApiUrl],
      [/Devo domain: /, 'another'],
      [/Name of the lookup.*: /, ''],
      [/Devo token .*not shown: /, DEVO_TOKEN],
      [/Try it now\?.*: /, ''],
      [/✗ output devo_lookup: [\s\S]*domain[\s\S]*anew, or keep it so\?.*: /, 'address'],
      [/Devo region.*: /, world.devo.lookupApiUrl],
      [/Devo domain.*: /, DOMAIN],
      [/✓ output devo_lookup[\s\S]*Seconds from.*: /, ''],
    ],
  );
  expect(init.stdout).not.toContain('wrong-ctci-token');
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe(`${CTCI_TOKEN}\n`);
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toContain(`domain: ${DOMAIN}`);
});

test('a wrong token for events is told with its setting, and can be told anew', async () => {
  const init = await talk(
    ['--source', 'threatquotient', '--target', 'devo', '--secrets', 'files', '--api-base-url', threatq.url],
    [
      [/ThreatQuotient user name: /, THREATQ.username],
      [/ThreatQuotient password .*not shown: /, THREATQ.password],
      [/Try it now\?.*: /, 'no'],
      [/Devo region.*: /, world.devo.url],
      [/Devo domain: /, DOMAIN],
      [/Devo token .*not shown: /, 'wrong-devo-token'],
      [/Try it now\?.*: /, ''],
      [/✗ output devo_events: [\s\S]*outputs\.devo_events\.config\.token[\s\S]*\[secret\]: /, ''],
      [/Devo token .*not shown: /, DEVO_TOKEN],
      [/✓ output devo_events[\s\S]*Seconds from.*: /, ''],
    ],
  );
  expect(init.stdout).not.toContain('wrong-devo-token');
  expect(world.devo.events()).toEqual([]);
});

test('a proxy of the shell that is wrong is named by its variable', async () => {
  await talk(
    [],
    [
      [/What is pulled.*: /, 'cisa_kev'],
      [/Where it goes.*: /, 'console'],
      [/Try it now\?.*: /, ''],
      [/✗ CISA list: [\s\S]*HTTPS_PROXY[\s\S]*\[again\]: /, 'keep'],
      [/Seconds from.*: /, ''],
    ],
    { HTTPS_PROXY: 'http://127.0.0.1:1' },
  );
});

test('a secret that stays in a variable is typed for the trial alone, or later', async () => {
  const init = await talk(
    ['--source', 'ctci', '--target', 'console', '--api-base-url', world.ctci.url, '--login', 'token'],
    [
      [/Keep secrets.*: /, 'variables'],
      [/CTCI token .*not shown \(Enter: later\): /, CTCI_TOKEN],
      [/Try it now\?.*: /, ''],
      [/✓ CTCI list[\s\S]*Seconds from.*: /, ''],
    ],
  );
  expect(init.stdout).toMatch(/Set these variables.*\s+CTCI_API_TOKEN/);
  expect(existsSync(join(folder, 'secrets'))).toBe(false);
});
