import { expect, test } from '@jest/globals';
import { ownCommand, withOwnCommand } from '../../config/own-command';

const NPM = 'npm run -s collector --';

test('a command in quotes is told as it is typed here', () => {
  expect(withOwnCommand('Start it with "ctci-collector start", then "ctci-collector status".', NPM)).toBe(
    `Start it with "${NPM} start", then "${NPM} status".`,
  );
  expect(withOwnCommand('See "ctci-collector --help" or "ctci-collector".', NPM)).toBe(
    `See "${NPM} --help" or "${NPM}".`,
  );
  expect(withOwnCommand('{"msg":"Start it with \\"ctci-collector start\\""}', NPM)).toBe(
    `{"msg":"Start it with \\"${NPM} start\\""}`,
  );
});

test('names of queues, folders and packages stay', () => {
  const text = 'queue ctci-collector-demo-1, ~/.cache/ctci-collector, "ctci-collector-demo", ctci-collector 0.1.0';
  expect(withOwnCommand(text, NPM)).toBe(text);
});

test('where the program is installed, texts are as they are', () => {
  expect(ownCommand({})).toBe('ctci-collector');
  expect(ownCommand({ CTCI_COLLECTOR_COMMAND: NPM })).toBe(NPM);
  expect(withOwnCommand('"ctci-collector stop"', 'ctci-collector')).toBe('"ctci-collector stop"');
});
