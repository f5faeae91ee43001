import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { createLogger, type LogSettings } from '../../../worker/log/logger';

const HOSTILE = 'said \u001b]0;owned\u0007 \u001b[2J \u009b1m \u202e \rback\n10:04:00.000 ERROR: forged';

async function logged(
  format: LogSettings['format'],
  color: boolean,
  message: string,
  facts: object = {},
): Promise<string> {
  const out = new PassThrough();
  const logger = createLogger({ level: 'info', format, color }, (line) => line, out);
  logger.info(facts, message);
  await new Promise((resolve) => {
    setImmediate(resolve); // the pretty printer is a stream
  });
  out.end();
  return text(out);
}

test('nothing in a pretty line acts on the terminal but its own colours, and no text can forge a line', async () => {
  const plain = await logged('pretty', false, HOSTILE, { err: new Error(HOSTILE), reason: HOSTILE });
  expect(plain).toContain('said \\u001b]0;owned\\u0007');
  expect(plain).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(plain).not.toMatch(/^10:04:00/m);
  const colored = await logged('pretty', true, HOSTILE);
  expect(colored.replace(/\u001b\[\d+m/g, '')).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
});

test('a line of JSON acts on nothing either, and holds exactly what was said', async () => {
  const line = await logged('json', false, HOSTILE);
  expect(line).not.toMatch(/(?!\n$)\p{Cc}|\u202e/u);
  expect(JSON.parse(line)).toMatchObject({ msg: HOSTILE });
});
