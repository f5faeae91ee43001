import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compiledCodeFile, readCompiledCode, writeCompiledCode } from '../../../client/command-line/compiled-code';

const SOURCE = 'exports.main = 1;';
const CODE = Buffer.from('what V8 has made of it');

let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-code-'));
  bundle = join(folder, 'bundle.js');
  writeCompiledCode(bundle, SOURCE, CODE);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was compiled is read again, for the very same source', () => {
  expect(readCompiledCode(bundle, SOURCE)).toEqual(CODE);
  expect(readCompiledCode(bundle, SOURCE.replace('1', '2'))).toBeNull();
});

test('one damaged byte, wherever it is, and nothing of it is used', () => {
  const file = compiledCodeFile(bundle);
  const whole = readFileSync(file);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(place) ^ change, place);
      writeFileSync(file, damaged);
      return readCompiledCode(bundle, SOURCE) === null;
    }),
  );
});

test.each([0, 1, 31, 32, 40])('a file that was cut short after %i bytes is not used', (bytes) => {
  truncateSync(compiledCodeFile(bundle), bytes);
  expect(readCompiledCode(bundle, SOURCE)).toBeNull();
});

test('what another Node or another processor compiled is not looked at', () => {
  const { version, arch } = process;
  const file = compiledCodeFile(bundle);
  for (const other of [file.replace(version, 'v20.3.0'), file.replace(arch, 'other')]) {
    expect(other).not.toBe(file);
    copyFileSync(file, other);
  }
  rmSync(file);
  expect(readCompiledCode(bundle, SOURCE)).toBeNull();
});

test('what cannot be read is passed over', () => {
  rmSync(compiledCodeFile(bundle));
  mkdirSync(compiledCodeFile(bundle));
  expect(readCompiledCode(bundle, SOURCE)).toBeNull();
  expect(readCompiledCode(join(folder, 'nowhere', 'bundle.js'), SOURCE)).toBeNull();
});
