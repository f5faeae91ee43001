import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startProxy } from '../http/local-proxy';
import { makeCertificate, temporaryFile } from '../sources/certificate';
import { server as secureServer } from '../sources/rig';
import { runModule, runNode, type Outcome } from './run-module';

const ENTRY = join(__dirname, '..', '..', 'tools', 'temporal-cli.mjs');
/** Stands for the CLI: all that the setup asks of it is its version. */
const PROGRAM = '#!/bin/sh\necho "temporal version 1.5.1"\n';

let folder: string;
let cache: string;
let bin: string;
let server: Server | undefined;
/** SHA-256 of what the server serves. */
let served: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-cli-'));
  cache = join(folder, 'cache');
  bin = join(folder, 'bin');
  mkdirSync(bin);
  served = sha256('');
});

afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const cached = (): string => join(cache, 'ctci-collector', 'temporal-cli', '1.5.1', 'temporal');

/** A PATH without any Temporal or Go of this machine, but with `sh` and `tar`. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { HOME: folder, XDG_CACHE_HOME: cache, PATH: [bin, '/usr/bin', '/bin'].join(delimiter), ...more };
}

function writeProgram(file: string, content: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** @param expected the checksum that the project would keep; of whatever the server serves when left out */
function provide(
  addresses: readonly string[],
  { env = environment(), expected = served }: { env?: NodeJS.ProcessEnv; expected?: string } = {},
): Promise<Outcome> {
  return runModule(
    `
    const { provideTemporalCli } = await setup('temporal-cli/temporal-cli');
    const options = { addresses: ${JSON.stringify(addresses)}, sha256: '${expected}', usualGo: '/absent/go' };
    const told = ({ message, number, exitCode }) => ({ message, number, exitCode });
    return provideTemporalCli(narrator, process.env, options).catch(told);`,
    env,
  );
}

function sha256(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex');
}

async function serve(body: Buffer | string, status = 200): Promise<string> {
  served = sha256(body);
  server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/archive`;
}

function archive(program: string = PROGRAM): Buffer {
  writeProgram(join(folder, 'packed', 'temporal'), program);
  return execFileSync('tar', ['-czf', '-', '-C', join(folder, 'packed'), 'temporal']);
}

/** A `go` that makes the program where GOBIN says, and counts how often it was asked to. */
function fakeGo(): void {
  writeProgram(
    join(bin, 'go'),
    `#!/bin/sh\n[ "$1" = env ] && { echo "$GOSUMDB"; exit; }\necho "$@" >> ` +
      `${folder}/asked\nsleep 0.2\nprintf '%s' '${PROGRAM}' > "$GOBIN/temporal"\n`,
  );
}

test('with TEMPORAL_ADDRESS no CLI is looked for', async () => {
  const outcome = await runNode([ENTRY], environment({ TEMPORAL_ADDRESS: 'temporal.example:7233' }));
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('TEMPORAL_CLI_PATH comes before PATH, and PATH before the cache', async () => {
  const named = writeProgram(join(folder, 'named'), PROGRAM);
  const onPath = writeProgram(join(bin, 'temporal'), PROGRAM);
  writeProgram(cached(), PROGRAM);
  expect((await runNode([ENTRY], environment({ TEMPORAL_CLI_PATH: named }))).stdout).toBe(`${named}\n`);
  expect((await runNode([ENTRY], environment())).stdout).toBe(`${onPath}\n`);
  rmSync(onPath);
  expect((await runNode([ENTRY], environment())).stdout).toBe(`${cached()}\n`);
});

test('a TEMPORAL_CLI_PATH that cannot be run is a clear error', async () => {
  const outcome = await runNode([ENTRY], environment({ TEMPORAL_CLI_PATH: join(folder, 'absent') }));
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toContain('TEMPORAL_CLI_PATH names');
  expect(outcome.stderr).not.toMatch(/\n\s+at /);
});

test('the official archive is unpacked, tried and put into the cache', async () => {
  const outcome = await provide([await serve(archive())]);
  expect(JSON.parse(outcome.stdout)).toBe(cached());
  expect(readFileSync(cached(), 'utf8')).toBe(PROGRAM);
  expect(readdirSync(dirname(cached()))).toEqual(['temporal']);
  expect(outcome.stderr).toContain('downloading 1.5.1');
});

test('a program that does not run here does not get into the cache', async () => {
  const { stdout } = await provide([await serve(archive('#!/bin/sh\necho "wrong architecture" >&2\nexit 126\n'))]);
  expect(stdout).toContain('wrong architecture');
  expect(existsSync(cached())).toBe(false);
});

test('an archive that is none does not get into the cache; Go builds it then', async () => {
  fakeGo();
  const outcome = await provide([await serve('<html>not here</html>'), 'http://127.0.0.1:1/refused']);
  expect(JSON.parse(outcome.stdout)).toBe(cached());
  expect(outcome.stderr).toContain('cannot be unpacked');
  expect(outcome.stderr).toContain('go install');
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
    'install -v github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
  );
});

test('without a download and without Go the error says what was tried and what to do', async () => {
  const { stdout } = await provide([await serve('gone', 404)]);
  const error: unknown = JSON.parse(stdout);
  expect(error).toMatchObject({ number: 608, exitCode: 1 });
  expect(stdout).toContain('HTTP 404');
  expect(stdout).toContain('no Go on PATH');
  expect(existsSync(cached())).toBe(false);
});

test('an archive with another checksum than the project keeps is not unpacked, and both are named', async () => {
  const expected = sha256('the archive of the makers');
  const { stdout, stderr } = await provide([await serve(archive())], { expected });
  expect(JSON.parse(stdout)).toMatchObject({ number: 608 });
  expect(stderr).toContain(expected);
  expect(stderr).toContain(served);
  expect(existsSync(cached())).toBe(false);
});

test('after an archive with a wrong checksum the next address is tried, and then Go', async () => {
  fakeGo();
  const outcome = await provide([await serve(archive())], { expected: sha256('another') });
  expect(JSON.parse(outcome.stdout)).toBe(cached());
  expect(outcome.stderr).toContain('go install');
});

test('a build that Go is told not to check says so', async () => {
  fakeGo();
  const checked = await provide([]);
  expect(checked.stderr).not.toContain('GOSUMDB');
  rmSync(cached());
  const unchecked = await provide([], { env: environment({ GOSUMDB: 'off' }) });
  expect(unchecked.stderr).toContain('GOSUMDB=off');
});

test('a checksum is kept for every platform that is served, and nothing is downloaded without one', async () => {
  const { stdout } = await runModule(`
    const { CLI_VERSION } = await setup('temporal-cli/temporal-cli');
    const { officialArchive } = await setup('temporal-cli/temporal-cli-download');
    const processors = ['x64', 'arm64', 'ia32'];
    const systems = ['linux', 'darwin', 'win32', 'freebsd'];
    const platforms = systems.flatMap((system) => processors.map((one) => [system, one]));
    return platforms.filter(([system, processor]) => officialArchive(CLI_VERSION, system, processor) !== null);`);
  expect(JSON.parse(stdout)).toEqual([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
  ]);
});

test('two starts at once build it once', async () => {
  fakeGo();
  const [first, second] = await Promise.all([provide([]), provide([])]);
  expect([first.stdout, second.stdout].map((text): unknown => JSON.parse(text))).toEqual([cached(), cached()]);
  expect(readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')).toHaveLength(1);
});

test("the download goes through the environment's proxy, https by a tunnel and with the proxy's user", async () => {
  const proxy = await startProxy();
  const packed = archive();
  const { port } = new URL(await serve(packed));
  const certificate = await makeCertificate('cli.test');
  const secure = await secureServer((_request, response) => response.writeHead(200).end(packed), certificate);
  const env = environment({
    https_proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
    HTTP_PROXY: `127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: temporaryFile(certificate.cert),
  });

  const plain = await provide([`http://cli.test:${port}/archive`], { env });
  expect(JSON.parse(plain.stdout)).toBe(cached());
  rmSync(cached());
  const outcome = await provide([`https://cli.test:${secure.port}/archive`], { env });
  expect(JSON.parse(outcome.stdout)).toBe(cached());

  expect(proxy.asked.map(({ line }) => line)).toEqual([
    `GET http://cli.test:${port}/archive`,
    `CONNECT cli.test:${secure.port}`,
  ]);
  expect(proxy.asked[1]?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});

test('a proxy that refuses, is away, or cannot be used is named with its variable, never its password', async () => {
  const proxy = await startProxy(undefined, 403);
  for (const [variable, words] of [
    [
      { https_proxy: `127.0.0.1:${proxy.port}` },
      `the proxy 127.0.0.1:${proxy.port} of https_proxy does not let the request through: status 403`,
    ],
    [
      { HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:9' },
      'the proxy 127.0.0.1:9 of HTTPS_PROXY cannot be used: connect ECONNREFUSED',
    ],
    [{ ALL_PROXY: 'socks5://me:hunter2@127.0.0.1:1080' }, 'ALL_PROXY names a socks5 proxy'],
  ] as const) {
    const outcome = await provide(['https://cli.test/archive'], { env: environment(variable) });
    expect(outcome.stdout).toContain(words);
    expect(`${outcome.stdout}${outcome.stderr}`).not.toContain('hunter2');
  }
});

test('an address of this machine is asked directly, and so are the hosts in no_proxy', async () => {
  const address = await serve(archive());
  const outcome = await provide([address], { env: environment({ http_proxy: 'http://127.0.0.1:9', all_proxy: 'x' }) });
  expect(JSON.parse(outcome.stdout)).toBe(cached());
});
