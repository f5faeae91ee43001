import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventFingerprint } from '../../../domain/events/event-fingerprint';
import { eventMessage, pullingId } from '../../../domain/events/event-message';
import { eventPieces } from '../../../domain/events/event-pieces';
import { BUILT_IN_TAGS, createTagger } from '../../../domain/events/tag-map';

test.each([
  ['Spearphish', 'spearphish'],
  ['Watering Hole', 'wateringhole'],
  ['SQL Injection Attack', 'sqlinjectionattack'],
  ['DoS Attack', 'dosattack'],
  ['Command and Control', 'commandandcontrol'],
  ['Compromised PKI Certificate', 'compromisedpkicertificate'],
  ['Brand Abuse', 'userdefined'],
  ['default', 'userdefined'],
  [null, 'userdefined'],
])('the type %s goes to the table %s', (type, table) => {
  expect(createTagger(BUILT_IN_TAGS)(type)).toBe(`threatintel.threatquotient.platform.${table}`);
});

test("a map of one's own replaces the built-in one, whatever the case of its names", () => {
  const tag = createTagger({ 'brand abuse': 'my.app.brand', default: 'my.app.rest' });
  expect([tag('Brand Abuse'), tag('Malware')]).toEqual(['my.app.brand', 'my.app.rest']);
  expect(Object.keys(BUILT_IN_TAGS)).toHaveLength(15);
});

test('an event stays as it was, to the last digit, and gets the pull that brought it', () => {
  const body = '{ "id":7,"b":1.50, "a":12345678901234567890,"t":"x\\n\\u0000\\ud800","9":-0,"a":1E-7}';
  expect(eventMessage(body, '1656421259.276000')).toBe(
    '{"id":7,"b":1.50, ' +
      '"a":12345678901234567890,"t":"x\\n\\u0000\\ud800","9":-0,"a":1E-7,"@devo_pulling_id":1656421259.276000}',
  );
  expect(eventMessage('{}', '1.000000')).toBe('{"@devo_pulling_id":1.000000}');
});

test('whatever an event holds and however it is laid out, the message is one line and holds the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (event, indent) => {
      const message = eventMessage(JSON.stringify(event, null, indent), pullingId(1_656_421_259_276));
      expect(message).not.toMatch(/[\r\n]/);
      const { '@devo_pulling_id': id, ...rest } = JSON.parse(message) as Record<string, unknown>;
      expect([rest, id]).toEqual([JSON.parse(JSON.stringify(event)), 1656421259.276]);
    }),
  );
});

test('in pieces it is the same message, or none where it would not be one line of UTF-8', () => {
  const letter = fc.constantFrom('a', 'é', '🛡', '\\n', '\\u0000', '\\ud800', ' ');
  const text = fc.string({ unit: letter }).map((letters) => `"${letters}"`);
  const event = fc
    .array(fc.tuple(fc.constantFrom('', ' ', '\t', '\n', ' \r\n'), text, text, fc.constantFrom('', ' ', '\n')))
    .map((members) => `{${members.map(([before, name, value, after]) => before + name + ':' + value + after).join()}}`);
  const blanks = fc.constantFrom('{ }', '{\t  }', '{}');
  fc.assert(
    fc.property(fc.oneof(event, blanks), fc.option(fc.nat()), (body, damaged) => {
      const bytes = Buffer.from(body);
      if (damaged !== null) bytes[1 + (damaged % (bytes.length - 1))] = 0xff;
      const pieces = eventPieces(bytes, '1.000000');
      const isPlain = !/[\r\n]/.test(body) && damaged === null;
      expect(pieces !== null).toBe(isPlain);
      if (pieces === null) return;
      const written = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
      expect(written.toString()).toBe(eventMessage(body, '1.000000'));
    }),
  );
  expect(eventPieces(Buffer.from('{"a":"\0"}'), '1.000000')).toBeNull();
});

test('a fingerprint is the beginning of the SHA-256 of the body', () => {
  expect(eventFingerprint('abc')).toBe('ba7816bf8f01');
  expect(eventFingerprint(Buffer.from('{"t":"Zoë"}'))).toBe(eventFingerprint('{"t":"Zoë"}'));
  expect(eventFingerprint('{"a":1.0}')).not.toBe(eventFingerprint('{"a":1}'));
});
