import { expect, test } from '@jest/globals';
import { Option } from 'commander';
import { VERBS } from '../../client/main';
import { GROUPS } from '../../client/command-line/verb';

const ALL = Object.entries(VERBS);

test.each(ALL)(
  '%s is declared under its name, in a group of the help, with an example of itself',
  async (name, load) => {
    const verb = await load();
    expect(verb.name).toBe(name);
    expect(GROUPS).toContain(verb.group);
    for (const { line } of verb.examples) expect(line.split(' ')[0]).toBe(name);
  },
);

test.each(ALL)('options of %s reach it under the names that are declared', async (_name, load) => {
  const { options } = await load();
  for (const [name, { flags, words }] of Object.entries(options))
    expect(new Option(flags, words).attributeName()).toBe(name);
});

test('the verbs stand in the order of the groups', async () => {
  const groups = await Promise.all(ALL.map(async ([, load]) => GROUPS.indexOf((await load()).group)));
  expect(groups).toEqual([...groups].sort((left, right) => left - right));
});
