import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesOf } from '../../../activities/events/messages-of';

const ROW = { id: '1', updatedAt: 1, fingerprint: '0' };

function textsOf(json: string, list: string | null): string[] {
  return messagesOf({ row: ROW, body: Buffer.from(json), tag: 'a.b' }, '1.000000', list).map(({ message }) => message);
}

test('flattened, each message is the event as it was, with one element of the list, in the order of the list', () => {
  const json =
    '{"id":1,"score":1.50,"indicators":[ {"v":"a]"} , {"v":2.0,"w":[1]}, null ],"indicators2":[1,2],"t":"é"}';
  const message = (element: string): string =>
    `{"id":1,"score":1.50,"indicators":[${element}],"indicators2":[1,2],"t":"é","@devo_pulling_id":1.000000}`;
  expect(textsOf(json, 'indicators')).toEqual(['{"v":"a]"}', '{"v":2.0,"w":[1]}', 'null'].map(message));
});

test.each(['{"id":1}', '{"id":1,"tags":[]}', '{"id":1,"tags":null}', '{"id":1,"tags":{}}', '{"id":1,"tags":["x"]}'])(
  'what has no list to be flattened by is one message, as it was: %s',
  (json) => {
    const whole = `${json.slice(0, -1)},"@devo_pulling_id":1.000000}`;
    expect(textsOf(json, 'tags')).toEqual([whole]);
    expect(textsOf(json, null)).toEqual([whole]);
  },
);

test('put together again, the messages are the event', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue(), { minLength: 1 }),
      (rest, list) => {
        const texts = textsOf(JSON.stringify({ ...rest, list }), 'list');
        const parts = texts.map((text) => JSON.parse(text) as { list: unknown[] });
        expect(parts.flatMap((part) => part.list)).toEqual(JSON.parse(JSON.stringify(list)));
        for (const part of parts)
          expect({ ...part, list: 0 }).toEqual({
            ...(JSON.parse(JSON.stringify(rest)) as object),
            list: 0,
            '@devo_pulling_id': 1,
          });
      },
    ),
  );
});
