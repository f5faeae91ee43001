import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeCompiledCode } from '../../../client/command-line/compiled-code';
import { bundleScript, CLIENT_BUNDLE, loadProgram, readBundle } from '../../../client/command-line/load-program';
import { main } from '../../../client/main';

const CLIENT = 'exports.main = async (args) => { args.push(__filename); };';
const { XDG_CACHE_HOME } = process.env;

let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-program-'));
  bundle = join(folder, CLIENT_BUNDLE);
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (XDG_CACHE_HOME === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = XDG_CACHE_HOME;
});

function writeBundle(source: string): void {
  writeFileSync(bundle, source);
  writeCompiledCode(bundle, source, bundleScript(bundle, readBundle(bundle)).createCachedData());
}

test('a bundle is run as V8 compiled it at the build, and as if Node had loaded its file', async () => {
  writeBundle(CLIENT);
  const { program, ...way } = await loadProgram(folder);
  expect(way).toEqual({ bundled: true, compiled: true });
  const args: string[] = [];
  await program.main(args);
  expect(args).toEqual([bundle]);
  expect(readdirSync(folder)).not.toContain('cache');
});

test('a bundle of which nothing was compiled, or another one, is run all the same', async () => {
  writeBundle(CLIENT);
  writeFileSync(bundle, CLIENT.replace('push', 'fill')); // of the same length, which is all that V8 looks at
  expect(await loadProgram(folder)).toMatchObject({ bundled: true, compiled: false });
  for (const name of readdirSync(folder)) if (name.endsWith('.cache')) rmSync(join(folder, name));
  expect(await loadProgram(folder)).toMatchObject({ bundled: true, compiled: false });
});

test('what V8 does not take for its own is passed over', async () => {
  writeFileSync(bundle, CLIENT);
  writeCompiledCode(bundle, CLIENT, Buffer.from('whole, and nothing that V8 has made'));
  expect(await loadProgram(folder)).toMatchObject({ bundled: true, compiled: false });
});

test.each([
  ['no bundle', null],
  ['a bundle of something else', 'exports.other = 1;'],
])('with %s the client is loaded from its files', async (_what, source) => {
  if (source !== null) writeBundle(source);
  expect(await loadProgram(folder)).toEqual({
    program: expect.objectContaining({ main }),
    bundled: false,
    compiled: false,
  });
});
