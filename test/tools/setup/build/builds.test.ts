import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startTicks } from '../../../../engine/server/process-identity';
import { ROOT, startProgram } from '../../../end-to-end/stage/built-program';
import { RunningProgram } from '../../../end-to-end/stage/running-program';

jest.setTimeout(120_000);

let root: string;
const running: RunningProgram[] = [];

/** A small checkout: the real tools, and a product of two files. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ctci-builds-')));
  cpSync(join(ROOT, 'tools'), join(root, 'tools'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(ROOT, name), join(root, name));
  mkdirSync(join(root, 'client'));
  writeFileSync(
    join(root, 'client', 'cli.ts'),
    `
    console.log('ready');
    process.stdin.once('data', () => {
      void import('./later.js').then(({ words }: { words: string }) => { console.log(words); process.exit(0); });
    });
  `,
  );
  sayLater('old words');
});

afterEach(() => {
  for (const program of running.splice(0)) program.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function sayLater(words: string): void {
  writeFileSync(join(root, 'client', 'later.ts'), `export const words = '${words}';\n`);
}

/** Runs a module of the small checkout's tools. */
async function tools(code: string): Promise<string> {
  const program = startProgram(process.execPath, ['--input-type=module', '-e', code], root, {
    PATH: process.env['PATH'],
  });
  const { code: exit } = await program.ended;
  if (exit !== 0) throw new Error(program.everything);
  return program.stdout;
}

function build(options = '{}'): Promise<string> {
  return tools(`
    import { buildProduct } from '${root}/tools/setup/build/build.mjs';
    import { createNarrator } from '${root}/tools/setup/narrator.mjs';
    await buildProduct(createNarrator(process.stdout), ${options});
  `);
}

interface Talker {
  readonly program: RunningProgram;
  /** Lets it load what it has not loaded yet, and say what is in it. */
  later(): Promise<string>;
}

async function start(): Promise<Talker> {
  const child = spawn(process.execPath, [join(root, 'dist', 'client', 'cli.js')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const program = new RunningProgram(child);
  running.push(program);
  await program.said(/ready/);
  return {
    program,
    later: async () => {
      child.stdin.write('now\n');
      await program.ended;
      running.splice(running.indexOf(program), 1);
      return program.lines[1] ?? '';
    },
  };
}

/** Names, contents and times of the compiled files of a build. */
function snapshot(folder: string): unknown {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.used-by'))
    .sort()
    .map((name) => [
      name,
      lstatSync(join(folder, name)).mtimeMs,
      name.endsWith('.js') ? readFileSync(join(folder, name), 'utf8') : '',
    ]);
}

test('what a running process may still load stays as it is when the sources are built anew beside it', async () => {
  await build();
  const first = realpathSync(join(root, 'dist'));
  const before = snapshot(first);
  const old = await start();
  sayLater('new words');
  await build();
  expect(snapshot(first)).toEqual(before);
  const fresh = await start();
  expect(await old.later()).toBe('old words');
  expect(await fresh.later()).toBe('new words');
});

test('sources that were built before are not built again', async () => {
  await build();
  const first = realpathSync(join(root, 'dist'));
  sayLater('new words');
  await build();
  sayLater('old words');
  expect(await build()).toBe('');
  expect(realpathSync(join(root, 'dist'))).toBe(first);
});

test('sources that do not compile leave the build of before in place, and nothing beside it', async () => {
  await build();
  const builds = readdirSync(root).sort();
  writeFileSync(join(root, 'client', 'later.ts'), 'export const words: number = "no number";\n');
  await expect(build()).rejects.toThrow(/do not compile/);
  expect(readdirSync(root).sort()).toEqual(builds);
  expect(await (await start()).later()).toBe('old words');
});

test('a build for an image is a folder and no link; a later one for this machine sets it aside', async () => {
  await build('{ plain: true }');
  expect(lstatSync(join(root, 'dist')).isDirectory()).toBe(true);
  const old = await start();
  sayLater('new words');
  await build();
  expect(lstatSync(join(root, 'dist')).isSymbolicLink()).toBe(true);
  expect(await (await start()).later()).toBe('new words');
  old.program.kill('SIGKILL');
  await old.program.ended;
  running.splice(0);
});

test('builds that nothing uses are removed, but for the newest; one that a process runs from is kept', async () => {
  for (let age = 0; age < 8; age += 1) {
    const stamp = join(root, `.dist-${age}`, '.built-from');
    mkdirSync(dirname(stamp));
    writeFileSync(stamp, 'something');
    utimesSync(stamp, new Date(), new Date(Date.now() - age * 60_000));
  }
  symlinkSync('.dist-0', join(root, 'dist'));
  await tools(`
    import { removeOldBuilds, useBuild } from '${root}/tools/setup/build/builds.mjs';
    useBuild('${root}/.dist-7');
    removeOldBuilds();
  `);
  expect([0, 1, 2, 3, 4, 5, 6, 7].filter((age) => existsSync(join(root, `.dist-${age}`)))).toEqual([0, 1, 2, 3, 7]);
  await tools(`import { removeOldBuilds } from '${root}/tools/setup/build/builds.mjs'; removeOldBuilds();`);
  expect(existsSync(join(root, '.dist-7'))).toBe(false);
});

test('no packages are installed under a running process: a verb goes on with its build, a start fails', async () => {
  rmSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, '.dist-0'));
  symlinkSync('.dist-0', join(root, 'dist'));
  writeFileSync(join(root, '.dist-0', `.used-by-${process.pid}`), startTicks(process.pid) ?? '');
  const setUp = (wanted: string): Promise<string> =>
    tools(`
    import { setUp } from '${root}/tools/setup/set-up.mjs';
    import { createNarrator } from '${root}/tools/setup/narrator.mjs';
    await setUp(createNarrator(process.stdout), ${wanted});
  `);
  expect(await setUp('{ build: true, client: true }')).toContain(`process ${process.pid} runs from this checkout`);
  await expect(setUp('{ build: true }')).rejects.toThrow(`process ${process.pid} runs from this checkout`);
  expect(readdirSync(join(root, 'node_modules'))).toEqual([]);
});
