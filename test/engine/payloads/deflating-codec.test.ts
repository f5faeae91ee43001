import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { DeflatingCodec } from '../../../engine/payloads/deflating-codec';
import { realTable } from '../storage/real-rows';

const PAYLOAD_LIMIT_BYTES = 2 * 1024 * 1024;

async function encoded(text: string) {
  const codec = new DeflatingCodec();
  const [stored] = await codec.encode([{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) }]);
  const [back] = await codec.decode([stored!]);
  expect(Buffer.from(back!.data!).toString()).toBe(text);
  return stored!.data!.length;
}

test('base64 of what is packed already loses again what base64 has added', async () => {
  const packed = JSON.stringify(deflateRawSync(JSON.stringify(realTable(1_400).rows)).toString('base64'));
  expect((await encoded(packed)) / packed.length).toBeLessThan(0.757);
});

test('a plain list, as a run has it that an older version has begun, still fits a payload', async () => {
  const plain = JSON.stringify(realTable(17_000));
  expect(plain.length).toBeGreaterThan(5 * PAYLOAD_LIMIT_BYTES);
  expect(await encoded(plain)).toBeLessThan(PAYLOAD_LIMIT_BYTES);
});

test('what is small stays readable', async () => {
  const text = JSON.stringify({ rows: realTable(50).rows });
  expect(await encoded(text)).toBe(Buffer.byteLength(text));
});
