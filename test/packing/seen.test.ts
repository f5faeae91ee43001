import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SeenEvents } from '../../domain/events/state/seen-events';
import { packSeen, unpackSeen } from '../../packing/seen';
import { ChangingServer } from '../domain/events/changing-server';

const NOW = 1_780_000_000;

const version = fc.record({
  id: fc.oneof(fc.nat().map(String), fc.constantFrom('', 'a b', '12345678901234567890', 'é')),
  at: fc.integer({ min: 0, max: 2_000_000_000 }),
  fingerprint: fc.stringMatching(/^[0-9a-f]{12}$/),
});

test('what was seen is the same after packing, in the order of time', () => {
  fc.assert(
    fc.property(fc.array(version, { maxLength: 50 }), (versions) => {
      const unpacked = unpackSeen(packSeen(versions));
      expect(unpacked).toHaveLength(versions.length);
      expect(unpacked).toEqual(expect.arrayContaining(versions));
      expect(packSeen(unpacked)).toBe(packSeen(versions));
    }),
  );
});

test('a text that packs nothing is refused, not guessed at', () => {
  expect(() => unpackSeen('nonsense')).toThrow('unknown format');
  const packed = packSeen([{ id: '1', at: NOW, fingerprint: 'abcdefabcdef' }]);
  expect(() => unpackSeen(Buffer.from(packed, 'base64').subarray(0, -1).toString('base64'))).toThrow('damaged');
});

test('ten thousand events of a bulk import are carried in less than 10 bytes each', () => {
  const server = new ChangingServer();
  const rows = Array.from({ length: 10_000 }, () => server.create(NOW));
  const seen = new SeenEvents(rows.map(({ id, updatedAt, fingerprint }) => ({ id, at: updatedAt, fingerprint })));
  expect(Buffer.from(packSeen(seen), 'base64').length).toBeLessThan(100_000);
});
