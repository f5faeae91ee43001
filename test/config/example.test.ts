import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { collectorConfig } from '../../config/schema/config';
import { unwrap } from '../../config/schema/walk-settings';
import { errorsOf, loadFromText } from './load-from-text';

const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'config.example.yaml'), 'utf8');
const VARIABLES = {
  CTCI_API_TOKEN: 'ctci-token',
  DEVO_API_TOKEN: 'devo-token',
  DEVO_HTTP_TOKEN: 'http-token',
  OBFUSCATION_KEY: 'a-key-of-its-own',
};

/** Names of all settings, wherever they stand; names that a user chooses are none. */
function settingNames(schema: z.core.$ZodType, names = new Set<string>()): Set<string> {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodRecord) settingNames(core.valueType, names);
  if (core instanceof z.ZodArray) settingNames(core.element, names);
  if (core instanceof z.ZodDiscriminatedUnion || core instanceof z.ZodUnion)
    for (const option of core.options) settingNames(option, names);
  if (!(core instanceof z.ZodObject)) return names;
  const shape: z.core.$ZodShape = core.shape;
  for (const [name, member] of Object.entries(shape)) {
    names.add(name);
    settingNames(member, names);
  }
  return names;
}

test('the example shows every setting', () => {
  const missing = [...settingNames(collectorConfig)].filter((name) => !new RegExp(`\\b${name}:`).test(EXAMPLE));
  expect(missing).toEqual([]);
});

test('the example is a good configuration as it stands', () => {
  expect(loadFromText(EXAMPLE, { env: VARIABLES }).warnings).toEqual([]);
});

test('whatever is commented out is known where it stands', () => {
  // Every line of settings; alternatives and limits make errors of their own, an unknown name is the one that must not
  // be.
  const everything = EXAMPLE.replaceAll(/^( *)# (?=( *)(?:- )?[a-z_]+:|(?: *)- \{)/gm, '$1');
  const unknown = errorsOf(everything, { env: VARIABLES }).filter(({ number }) => number === 22 || number === 21);
  expect(unknown).toEqual([]);
});
