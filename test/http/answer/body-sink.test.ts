import { expect, test } from '@jest/globals';
import { BodyTooLarge, createBodySink } from '../../../http/answer/body-sink';

test('a sink gives back the bytes that it took, up to its limit', () => {
  const sink = createBodySink(7);
  for (const chunk of ['abc', '', 'defg']) void sink.add(Buffer.from(chunk));
  expect(sink.bytes().toString()).toBe('abcdefg');
  expect(() => sink.add(Buffer.from('h'))).toThrow(BodyTooLarge);
});
