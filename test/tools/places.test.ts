import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runNode, type Outcome } from './run-module';

const PROJECT = join(__dirname, '..', '..');
/** Root may write everywhere; the rights of a checkout are for others. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let folder: string;
let root: string;

/** A checkout that is set up, with a client that says one word. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-places-'));
  root = join(folder, 'checkout');
  mkdirSync(root);
  for (const name of ['tools', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(PROJECT, name), join(root, name), { recursive: true });
  mkdirSync(join(root, 'node_modules'));
  cpSync(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
  mkdirSync(join(root, 'dist', 'client'), { recursive: true });
  writeFileSync(join(root, 'dist', 'client', 'cli.js'), 'console.log("explained")');
  mkdirSync(join(root, 'client'));
  writeFileSync(join(root, 'client', 'cli.ts'), '');
  await stamp();
});

afterEach(() => {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true });
});

/** Marks dist/ as built from what is there. */
async function stamp(): Promise<void> {
  const { stderr } = await runNode([
    '--input-type=module',
    '-e',
    `
    import { writeFileSync } from 'node:fs';
    const { hashFiles, sourceFiles } = await import('${root}/tools/setup/build/source-hash.mjs');
    const { PRODUCT_ROOMS } = await import('${root}/tools/setup/project.mjs');
    const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => '${root}/' + name);
    const files = [...settings, ...sourceFiles('${root}', PRODUCT_ROOMS)];
    writeFileSync('${root}/dist/.built-from', hashFiles('${root}', files));`,
  ]);
  expect(stderr).toBe('');
}

function forbidWriting(): void {
  execFileSync('chmod', ['-R', 'a-w,a+rX', folder]);
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'tools', 'collector.mjs'), ...args],
      { env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', ...env }, cwd: '/', ...NOBODY },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      },
    );
  });
}

test('a built checkout that cannot be written to works', async () => {
  forbidWriting();
  expect(await run(['explain', '15'])).toEqual({ code: 0, stdout: 'explained\n', stderr: '' });
});

test('a built checkout works at another place', async () => {
  renameSync(root, `${root}#2`);
  root = `${root}#2`;
  forbidWriting();
  expect(await run(['explain', '15'])).toEqual({ code: 0, stdout: 'explained\n', stderr: '' });
});

test('a checkout with other sources than its build, not to be written to, says so with path and way out', async () => {
  writeFileSync(join(root, 'client', 'cli.ts'), '// another source');
  forbidWriting();
  const { code, stdout, stderr } = await run(['explain', '15']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^\S+\/checkout\/\S+ cannot be used: there is no right to it\.\nThe .* Run "node tools\/build\.mjs" there .*\n$/,
  );
  const json: unknown = JSON.parse((await run(['explain', '15', '--json'])).stdout);
  expect(json).toMatchObject({ ok: false, error: { number: 640, remedy: expect.stringContaining('tools/build.mjs') } });
});

test.each(['/proc/x', '/dev/null/x', '/'])(
  'a cache that cannot be made is told with its path, and does not go round for ever: %s',
  async (cache) => {
    forbidWriting();
    const { code, stderr } = await run(['up'], { XDG_CACHE_HOME: cache });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ cannot be used: .*\n.*XDG_CACHE_HOME/);
    expect(stderr).not.toMatch(/\n\s+at /);
  },
);

/** Makes every hard link fail, as exFAT and many SMB shares do. */
const WITHOUT_LINKS = `
  const fs = require('node:fs');
  fs.linkSync = () => { throw Object.assign(new Error('no links'), { code: 'EPERM', syscall: 'link', path: '/' }); };
  require('node:module').syncBuiltinESMExports();`;

test('on a disk without hard links, processes take turns, and the lock of a dead one is taken over', async () => {
  writeFileSync(join(folder, 'preload.cjs'), WITHOUT_LINKS);
  writeFileSync(join(folder, 'count'), '0');
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    const { withLock } = await import('${PROJECT}/tools/setup/files/lock.mjs');
    await withLock('${folder}/lock', async () => {
      const count = Number(readFileSync('${folder}/count', 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 30));
      writeFileSync('${folder}/count', String(count + 1));
      if (process.env.DIE) process.kill(process.pid, 'SIGKILL');
    });`;
  const count = (env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
    runNode(['-r', join(folder, 'preload.cjs'), '--input-type=module', '-e', script], env);
  await count({ DIE: '1' });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => count()));
  expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    Array.from({ length: 5 }, () => ({ code: 0, stderr: '' })),
  );
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('6');
});
