import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { runNode, type Outcome } from './run-module';

jest.setTimeout(120_000);

const PROJECT = join(__dirname, '..', '..');
const packageFile = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()).optional(),
});
const lockfileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

/** What a clone does not have. */
const NO_SOURCES = /^(node_modules|dist|demo|coverage|release|config\.yaml|\.git|\.dist-.*|\.ctci-collector)$/;

let folder: string;
let checkout: string;
let unpacked: string;

/** A checkout that is built, as it is cloned: packing makes `dist` a folder, and other tests run from this one's. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ctci-package-')));
  checkout = join(folder, 'checkout');
  for (const name of readdirSync(PROJECT)) {
    if (!NO_SOURCES.test(name)) cpSync(join(PROJECT, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(checkout, 'node_modules'));
  cpSync(realpathSync(join(PROJECT, 'dist')), join(checkout, '.dist-built'), { recursive: true });
  symlinkSync('.dist-built', join(checkout, 'dist'));
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: checkout, stdio: 'ignore' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['xzf', join(folder, tarball), '-C', folder]);
  unpacked = join(folder, 'package');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readLockfile(file: string): z.output<typeof lockfileSchema>['packages'] {
  return lockfileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).packages;
}

function filesOf(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: 'utf8' });
}

/** The program of the package, called by its name on PATH, where npm would have put its packages. */
function run(args: readonly string[], where: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const program = join(folder, 'bin', 'ctci-collector');
  if (!existsSync(program)) symlinkSync(join(unpacked, 'tools', 'ctci-collector.cjs'), program);
  if (!existsSync(join(unpacked, 'node_modules')))
    symlinkSync(join(PROJECT, 'node_modules'), join(unpacked, 'node_modules'));
  return new Promise((resolve) => {
    execFile(program, args, { cwd: where, env: { PATH: process.env['PATH'], ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

test('the package holds the build and the program, and neither sources, tests, simulators nor source maps', () => {
  expect(existsSync(join(unpacked, 'dist', 'client', 'cli.js'))).toBe(true);
  expect(existsSync(join(unpacked, 'dist', 'worker', 'main.js'))).toBe(true);
  expect(existsSync(join(unpacked, 'dist', 'workflow-bundle.js'))).toBe(true);
  expect(existsSync(join(unpacked, 'dist', 'client-bundle.js'))).toBe(true);
  const files = filesOf(unpacked);
  for (const name of files)
    expect(name).not.toMatch(
      /\.(ts|map|tgz|db|log|pem|key|crt)$|^dist\/(simulators|bench|test)|(^|\/)\.(?!$)|secret_|config\.yaml$/,
    );
});

test('every file of the build has a source: nothing of an older build is packed', () => {
  const bundles = ['workflow-bundle.js', 'client-bundle.js'];
  for (const name of filesOf(join(unpacked, 'dist'))) {
    if (!name.endsWith('.js') || bundles.includes(name)) continue;
    expect({ name, source: existsSync(join(checkout, name.replace(/\.js$/, '.ts'))) }).toEqual({ name, source: true });
  }
});

/** What V8 has made of the client; another Node than this one would not take it. */
function compiledFiles(): string[] {
  return readdirSync(join(unpacked, 'dist')).filter((name) => name.endsWith('.cache'));
}

test('where another Node runs the package, the first verb compiles the client for it in silence', async () => {
  const packed = compiledFiles();
  expect(packed).toHaveLength(1);
  for (const name of packed) rmSync(join(unpacked, 'dist', name));
  expect(await run(['explain', '401'], folder)).toMatchObject({ code: 0, stderr: '' });
  expect(compiledFiles()).toEqual(packed);
});

test('a client that cannot be compiled ahead runs all the same', async () => {
  const program = join(unpacked, 'dist', 'client', 'compile-ahead', 'main.js');
  const [whole, packed] = [readFileSync(program), compiledFiles()];
  const kept = packed.map((name) => readFileSync(join(unpacked, 'dist', name)));
  for (const name of packed) rmSync(join(unpacked, 'dist', name));
  writeFileSync(program, 'process.exit(1);');
  try {
    expect(await run(['explain', '401'], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(compiledFiles()).toEqual([]);
  } finally {
    writeFileSync(program, whole);
    for (const [place, name] of packed.entries()) writeFileSync(join(unpacked, 'dist', name), kept[place]!);
  }
});

test('the package brings the versions that were tested, each with its checksum', () => {
  const tested = readLockfile(join(checkout, 'package-lock.json'));
  const brought = readLockfile(join(unpacked, 'npm-shrinkwrap.json'));
  expect(brought).toEqual(tested);
  const { dependencies } = packageFile.parse(JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')));
  for (const [name, version] of Object.entries(dependencies)) {
    expect(brought[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
    expect(brought[`node_modules/${name}`]?.dev).toBeUndefined();
  }
});

test('packing leaves nothing behind from which npm would install another time', () => {
  expect(existsSync(join(checkout, 'npm-shrinkwrap.json'))).toBe(false);
});

test('no package may run code while it is installed in the checkout', () => {
  const { allowScripts = {} } = packageFile.parse(JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')));
  const withScripts = Object.entries(readLockfile(join(checkout, 'package-lock.json'))).filter(
    ([, { hasInstallScript }]) => hasInstallScript,
  );
  const names = withScripts.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(names).not.toEqual([]);
  for (const name of names) expect({ name, allowed: allowScripts[name] }).toEqual({ name, allowed: false });
});

test('the program of the package runs where nobody may write to it, and builds nothing', async () => {
  const place = mkdtempSync(join(folder, 'place-'));
  const { code, stdout, stderr } = await run(['init', '--region', 'us', '--domain', 'acme'], place);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('"ctci-collector ');
  expect(stdout).not.toContain('npm run');
  expect(existsSync(join(place, 'config.yaml'))).toBe(true);
  expect(readdirSync(join(unpacked, 'dist')).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('without a configuration, the package has no demo to fall back on, and says what makes one', async () => {
  const { code, stdout, stderr } = await run(['up'], mkdtempSync(join(folder, 'place-')), {
    TEMPORAL_CLI_PATH: '/bin/true',
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/config\.yaml/);
  expect(stderr).toMatch(/ctci-collector init/);
});

test('the package judges a configuration without any engine', async () => {
  const place = mkdtempSync(join(folder, 'place-'));
  await run(['init', '--region', 'us', '--domain', 'acme'], place);
  const tokens = { CTCI_API_TOKEN: 'token-of-ctci', DEVO_API_TOKEN: 'token-of-devo' };
  expect(await run(['check', '--offline'], place, tokens)).toMatchObject({ code: 0, stderr: '' });
  expect((await run(['check', '--offline'], place)).code).toBe(2);
});

test('a package that was packed without its build says so, and how to pack it', async () => {
  const bare = join(folder, 'bare');
  cpSync(join(unpacked, 'tools'), join(bare, 'tools'), { recursive: true });
  cpSync(join(unpacked, 'package.json'), join(bare, 'package.json'));
  writeFileSync(join(bare, 'README.md'), '');
  const { code, stderr } = await runNode([join(bare, 'tools', 'ctci-collector.cjs'), 'status']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/packed without its build\.\n.*npm run release/);
});
