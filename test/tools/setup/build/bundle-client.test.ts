import { execFileSync } from 'node:child_process';
import {
  cpSync,
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
import { ROOT } from '../../../end-to-end/stage/built-program';
import { runModule, type Outcome } from '../../run-module';

jest.setTimeout(120_000);

let root: string;
let file: string;
let bundled: Outcome;

/** A client of a few files, in which is what a bundle could get wrong. */
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ctci-bundle-')));
  file = join(root, 'out', 'bundle.js');
  for (const folder of ['client/verbs', 'engine/payloads', 'engine/encryption', 'out'])
    mkdirSync(join(root, folder), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{}');
  cpSync(join(ROOT, 'engine', 'private-sdk.ts'), join(root, 'engine', 'private-sdk.ts'));
  writeSource(
    'client/main.ts',
    `
    export const later = async (): Promise<string> => (await import('./verbs/later.js')).words;
    export { loaded } from '../engine/payloads/data-converter';
  `,
  );
  writeSource(
    'client/verbs/later.ts',
    `
    import { join } from 'node:path';
    export const words: string = join(__dirname, '..', '..', 'worker', 'main.js');
  `,
  );
  writeSource(
    'engine/payloads/data-converter.ts',
    `
    import { loadDataConverter } from '../private-sdk';
    export const loaded = loadDataConverter({
      payloadConverterPath: require.resolve('./payload-converter'),
      failureConverterPath: require.resolve('../encryption/encoding-failure-converter'),
    });
  `,
  );
  writeSource(
    'engine/payloads/payload-converter.ts',
    `
    export const payloadConverter = { toPayload: () => 'zwölf', fromPayload: () => null };
  `,
  );
  writeSource(
    'engine/encryption/encoding-failure-converter.ts',
    `
    export const failureConverter = { errorToFailure: () => null, failureToError: () => 'ours' };
  `,
  );
  bundled = await bundle();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function writeSource(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

function bundle(): Promise<Outcome> {
  return runModule(`
    const { bundleClient } = await setup('build/bundle-client');
    await bundleClient(${JSON.stringify(root)}, ${JSON.stringify(file)});
  `);
}

function ask(expression: string): string {
  const program = `const client = require(${JSON.stringify(file)}); Promise.resolve(${expression}).then(console.log);`;
  return execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim();
}

test('in a bundle a verb is loaded by its name, and finds other files of the build by its own folder', () => {
  expect(bundled).toMatchObject({ code: 0, stderr: '' });
  expect(ask('client.later()')).toBe(join(root, 'out', 'worker', 'main.js'));
});

test('the SDK gets the converters of the bundle by the names that stand for their paths', () => {
  expect(ask('client.loaded.payloadConverter.toPayload()')).toBe('zwölf');
  expect(ask('client.loaded.failureConverter.failureToError()')).toBe('ours');
});

test('a bundle is one file of ASCII', () => {
  expect(readdirSync(join(root, 'out'))).toEqual(['bundle.js']);
  expect(readFileSync(file, 'latin1')).toMatch(/^[\0-\x7f]+$/);
});

test('what is missing is named, and nothing is left behind', async () => {
  rmSync(join(root, 'client', 'verbs', 'later.ts'));
  rmSync(file);
  const outcome = await bundle();
  expect(outcome.code).not.toBe(0);
  expect(outcome.stderr).toMatch(/The client cannot be bundled: [^]*client\/main\.ts[^]*later\.js/);
  expect(readdirSync(join(root, 'out'))).toEqual([]);
});
