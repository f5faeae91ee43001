import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalStorageRunner } from '../../../engine/private-sdk';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { claimIn } from '../../../engine/external-storage/claim';
import { clientStorage } from '../../../engine/external-storage/payload-storage';
import { packList } from '../../packing/pack-table';
import { payloadConverter } from '../../../engine/payloads/payload-converter';
import { ReadableCodec } from '../../../engine/external-storage/readable-codec';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctci-storage-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function storedText(text: string) {
  const codec = new ReadableCodec(clientStorage(folder));
  const packed = await codec.encode([{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) }]);
  const [stored] = await new ExternalStorageRunner(clientStorage(folder)!).store(packed);
  expect(claimIn(stored!)).not.toBeNull();
  return { codec, stored: stored! };
}

test('the Web UI is shown a stored payload as it was written', async () => {
  const text = JSON.stringify(randomBytes(1_000_000).toString('base64'));
  const { codec, stored } = await storedText(text);
  const [shown] = await codec.decode([stored]);
  expect(Buffer.from(shown!.data!).toString()).toBe(text);
  expect(Buffer.from(shown!.metadata!['encoding']!).toString()).toBe('json/plain');
});

test('a stored payload that is huge, or lost, is shown as the claim that the history holds', async () => {
  const huge = await storedText(JSON.stringify(randomBytes(6_000_000).toString('base64')));
  expect(await huge.codec.decode([huge.stored])).toEqual([huge.stored]);
  const lost = await storedText(JSON.stringify(randomBytes(1_000_000).toString('base64')));
  await rm(folder, { recursive: true });
  expect(await lost.codec.decode([lost.stored])).toEqual([lost.stored]);
  expect(await new ReadableCodec(undefined).decode([lost.stored])).toEqual([lost.stored]);
});

test('the Web UI is shown the rows of a list that travels packed, wherever in a payload it stands', async () => {
  const table = {
    columns: ['cve', 'note'],
    rows: Array.from({ length: 4_000 }, (_, index) => [`CVE-2024-${index}`, 'a note']),
  };
  const packed = await packList(table);
  expect(packed).not.toBe(table);
  const codec = new ReadableCodec(undefined);
  for (const [stored, shown] of [
    [packed, table],
    [
      { unchanged: false, table: packed },
      { unchanged: false, table },
    ],
  ]) {
    const [decoded] = await codec.decode(await codec.encode([payloadConverter.toPayload(stored)]));
    expect(JSON.parse(Buffer.from(decoded!.data!).toString())).toEqual(shown);
  }
});

test('what only looks like a packed list is shown as it is', async () => {
  for (const text of ['{"packed":["x"', '{"packed":["x"]}', '{"table":{"columns":[],"count":1,"packed":["bm8="]}}']) {
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) };
    const [shown] = await new ReadableCodec(undefined).decode([payload]);
    expect(Buffer.from(shown!.data!).toString()).toBe(text);
  }
});
