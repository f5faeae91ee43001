import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LiveOffer } from '../../../client/command-line/option';
import { offersOf } from '../../../client/completion/offers';
import { CATALOGUE } from '../../../errors/catalogue';

let folder: string;
let file: string;

const CONFIG = `globals: { id: "1", name: soc }
inputs:
  ctci:
    credentials:
      api_token: \${NOT_SET_IN_THIS_SHELL}
    services: { cewl: { outputs: [devo_lookup] }, "$(touch ran)": {} }
  threatq:
    services: { events: { outputs: [devo] } }
outputs:
  devo_lookup: { type: devo_lookup }
  devo: { type: devo_platform }
  "two words": { type: console }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-offers-'));
  file = join(folder, 'soc.yaml');
  writeFileSync(file, CONFIG);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function values(kind: LiveOffer, ...typed: string[]): Promise<string[]> {
  return (await offersOf(kind, typed, {})).map(({ value }) => value);
}

test('names come from the file that is meant, although the shell has none of its secrets', async () => {
  expect(await values('inputs', 'status', '--config', file)).toEqual(['ctci', 'threatq']);
  expect((await offersOf('services', [], { CTCI_CONFIG: file })).map(({ value }) => value)).toEqual(['cewl', 'events']);
  expect(await values('outputs', `--config=${file}`)).toEqual(['devo_lookup', 'devo']);
});

test('services are those of the input that was typed', async () => {
  expect(await values('services', '--config', file, '--input', 'threatq', '--service')).toEqual(['events']);
});

test('what is no name is never given to a shell', async () => {
  expect((await values('services', '--config', file)).join()).not.toContain('$');
});

test('errors are all of the catalogue, with what they say', async () => {
  const offered = await offersOf('errors', ['explain'], {});
  expect(offered).toHaveLength(Object.keys(CATALOGUE).length);
  for (const { value, about } of offered) expect(`${value}\t${about}`).toMatch(/^\d+\t[^\t\n]+$/);
});

test.each(['', 'inputs: [', '- a list', 'inputs: { ctci: 3 }'])(
  'of a file like %j nothing is offered',
  async (text) => {
    const odd = join(folder, 'odd.yaml');
    writeFileSync(odd, text);
    expect(await values('services', '--config', odd)).toEqual([]);
    expect(await values('runs', '--config', odd)).toEqual([]);
    expect(await values('services', '--config', join(folder, 'none.yaml'))).toEqual([]);
  },
);
