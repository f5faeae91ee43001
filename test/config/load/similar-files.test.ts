import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConfigErrors } from '../../../config/config-errors';
import { loadConfig } from '../../../config/load-config';
import { similarFiles } from '../../../config/load/similar-files';
import { NOW } from '../load-from-text';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-similar-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...names: string[]): void {
  for (const name of names) writeFileSync(join(folder, name), '');
}

test('files with another ending or case are found, others are not', () => {
  put(
    'config.yml',
    'Config.yaml',
    'config.yaml.txt',
    'config.json',
    'config.example.yaml',
    'config.yaml.bak',
    'other.yaml',
    'config',
  );
  expect(similarFiles(join(folder, 'config.yaml')).map((file) => file.slice(folder.length + 1))).toEqual([
    'Config.yaml',
    'config.json',
    'config.yaml.txt',
    'config.yml',
  ]);
});

test('a folder that is not there holds none', () => {
  expect(similarFiles(join(folder, 'absent', 'config.yaml'))).toEqual([]);
});

test('a configuration that is not found names the file beside it', () => {
  put('config.yml');
  expect.assertions(1);
  try {
    loadConfig(join(folder, 'config.yaml'), { env: {}, now: NOW });
  } catch (error) {
    expect(error instanceof ConfigErrors && error.errors).toMatchObject([
      { number: 20, found: `no such file; there is ${join(folder, 'config.yml')}` },
    ]);
  }
});
