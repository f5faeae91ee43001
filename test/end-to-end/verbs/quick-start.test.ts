import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import nodeModule, { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CLIENT_BUNDLE } from '../../../client/command-line/load-program';
import { VERBS } from '../../../client/main';
import { CLIENT, type Ended } from '../stage/built-client';
import { build, environment, startNode } from '../stage/built-program';

jest.setTimeout(120_000);

let dist: string;
let folder: string;

beforeAll(async () => {
  await build();
  dist = realpathSync(dirname(dirname(CLIENT)));
  folder = mkdtempSync(join(tmpdir(), 'ctci-quick-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a Node program of the test's own in a place where no user has anything. */
async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const program = startNode(folder, args, environment({ HOME: folder, ...env }));
  const { code } = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/** How the client of a build is loaded. */
async function wayOf(place: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = `
    require(${JSON.stringify(join(place, 'client', 'command-line', 'load-program.js'))})
      .loadProgram(${JSON.stringify(place)})
      .then(({ bundled, compiled }) => console.log(JSON.stringify({ bundled, compiled })));`;
  const { stdout } = await runNode(['-e', program], env);
  return stdout.trim();
}

/** The client of the build and nothing else: no packages are found from there. */
function copyOfClient(): string {
  const place = realpathSync(mkdtempSync(join(folder, 'copy-')));
  for (const name of [
    'client',
    'package.json',
    ...readdirSync(dist).filter((each) => each.startsWith('client-bundle')),
  ])
    cpSync(join(dist, name), join(place, name), { recursive: true });
  return place;
}

function removeCompiled(place: string): void {
  for (const name of readdirSync(place)) if (name.endsWith('.cache')) rmSync(join(place, name));
}

test('the built client runs from its bundle, as this Node compiled it at the build', async () => {
  expect(await wayOf(dist)).toBe('{"bundled":true,"compiled":true}');
});

test('under other settings of V8 it runs from its bundle', async () => {
  const env = { NODE_OPTIONS: '--max-old-space-size=500' };
  expect(await wayOf(dist, env)).toBe('{"bundled":true,"compiled":false}');
  expect(await runNode([CLIENT, 'explain', '401'], env)).toMatchObject({ code: 0, stderr: '' });
});

test.each(Object.keys(VERBS))(
  '%s is in the bundle: no other file of the client or of a package is loaded',
  async (verb) => {
    const probe = join(folder, 'probe.cjs');
    writeFileSync(probe, `process.on('exit', () => console.error(JSON.stringify(Object.keys(require.cache))));`);
    const ended = await runNode(['--require', probe, CLIENT, verb, '--help']);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining(`Usage: ctci-collector ${verb}`) });
    const loaded = (JSON.parse(ended.stderr) as string[]).filter((file) => file !== probe);
    expect(loaded.map((file) => relative(dist, file)).sort()).toEqual([
      'client/cli.js',
      'client/command-line/compile-cache.js',
      'client/command-line/compiled-code.js',
      'client/command-line/load-program.js',
    ]);
  },
);

test('the bundle asks for nothing but what Node has itself', () => {
  const source = readFileSync(join(dist, CLIENT_BUNDLE), 'latin1');
  const asked = [...source.matchAll(/exports=require\("(?:node:)?([^"]+)"\)/g)].map(([, name]) => name);
  expect(asked.length).toBeGreaterThan(10);
  for (const name of asked) expect(builtinModules).toContain(name);
});

test('it runs where there are no packages, and nothing is written anywhere', async () => {
  const place = copyOfClient();
  const home = mkdtempSync(join(folder, 'home-'));
  const before = readdirSync(place, { recursive: true });
  const run = (...args: string[]): Promise<Ended> =>
    runNode([join(place, 'client', 'cli.js'), ...args], { HOME: home, XDG_CACHE_HOME: home, TMPDIR: home });
  expect(await run('explain', '401')).toMatchObject({ code: 0, stderr: '' });
  expect(await run('status')).toMatchObject({ code: 2, stderr: expect.stringContaining('config.yaml') });
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(place, { recursive: true })).toEqual(before);
});

test('a build of another Node keeps what it compiles in the cache of the user, where Node can do that', async () => {
  const place = copyOfClient();
  removeCompiled(place);
  const client = join(place, 'client', 'cli.js');
  const home = mkdtempSync(join(folder, 'home-'));
  expect(await runNode([client, 'explain', '401'], { XDG_CACHE_HOME: home })).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(join(home, 'ctci-collector', 'compiled'))).toBe('enableCompileCache' in nodeModule);
  const unwritable = { HOME: '/dev/null', XDG_CACHE_HOME: '/dev/null' };
  expect(await runNode([client, 'explain', '401'], unwritable)).toMatchObject({ code: 0, stderr: '' });
});

test('what is compiled ahead has been through a status', async () => {
  const place = copyOfClient();
  removeCompiled(place);
  const ended = await runNode([join(dist, 'client', 'compile-ahead', 'main.js'), place]);
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/ctci\/cewl: not running/) });
  expect(await wayOf(place)).toBe('{"bundled":true,"compiled":true}');
});
