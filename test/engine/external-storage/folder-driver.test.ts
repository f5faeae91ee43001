import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageDriverClaim, type Payload } from '@temporalio/common';
import { ExternalStorageRunner } from '../../../engine/private-sdk';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimIn } from '../../../engine/external-storage/claim';
import { createFolderDriver } from '../../../engine/external-storage/folder-driver';
import { checkStorageFolder, clientStorage, workerStorage } from '../../../engine/external-storage/payload-storage';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctci-storage-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function payloadOf(bytes: Uint8Array): Payload {
  return { metadata: { encoding: Buffer.from('binary/plain') }, data: bytes };
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('payloads of any bytes come back as they were stored, and equal ones are one file', async () => {
  const driver = createFolderDriver(folder);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array(), { minLength: 1 }), async (contents) => {
      const claims = await driver.store({}, contents.map(payloadOf));
      const again = await driver.store({}, contents.map(payloadOf));
      expect(again).toEqual(claims);
      const payloads = await driver.retrieve({}, claims);
      expect(payloads.map(({ data }) => Buffer.from(data ?? []).toString('hex'))).toEqual(
        contents.map((bytes) => Buffer.from(bytes).toString('hex')),
      );
    }),
    { numRuns: 50 },
  );
  const names = (await filesIn(folder)).map((path) => path.split('/').at(-1));
  expect(new Set(names).size).toBe(names.length);
});

test('what is below the threshold stays in the history, and what is above becomes a small claim', async () => {
  const runner = new ExternalStorageRunner(clientStorage(folder)!);
  const [small, large] = await runner.store([payloadOf(Buffer.alloc(500_000, 1)), payloadOf(Buffer.alloc(600_000, 1))]);
  expect(claimIn(small!)).toBeNull();
  expect(claimIn(large!)).toMatchObject({ bytes: expect.any(Number) });
  expect(large!.data!.length).toBeLessThan(400);
  expect(await filesIn(folder)).toHaveLength(1);
});

test('a file is whole, hidden from other users, and named by its content', async () => {
  await createFolderDriver(folder).store({}, [payloadOf(Buffer.from('a list'))]);
  const [path, ...others] = await filesIn(folder);
  expect(others).toEqual([]);
  expect((await stat(path!)).mode & 0o777).toBe(0o600);
  expect(path).toMatch(/\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/);
});

test('a missing or damaged file is a named error, and another try is no use', async () => {
  const driver = createFolderDriver(folder);
  const claims = await driver.store({}, [payloadOf(Buffer.from('a list'))]);
  const [path] = await filesIn(folder);
  await writeFile(path!, (await readFile(path!)).subarray(1));
  await expect(driver.retrieve({}, claims)).rejects.toMatchObject({
    id: 'stored_payload_lost',
    setting: 'globals.external_storage.folder',
    message: expect.stringContaining('other bytes'),
    retryable: false,
  });
  await rm(path!);
  await expect(driver.retrieve({}, claims)).rejects.toMatchObject({
    id: 'stored_payload_lost',
    message: expect.stringContaining('is not there'),
  });
  const [driverOfWorker] = workerStorage(folder)!.drivers;
  await expect(driverOfWorker!.retrieve({}, claims)).rejects.toMatchObject({
    message: expect.stringContaining('EngineError 612'),
    nonRetryable: true,
    details: [{ number: 612 }],
  });
});

test('a claim cannot name a file outside of the folder', async () => {
  const claim = new StorageDriverClaim({ sha256: '../../../../etc/passwd', bytes: '1' });
  await expect(createFolderDriver(folder).retrieve({}, [claim])).rejects.toThrow();
});

test('a folder that cannot be made or written is an error at the start, with the name of its setting', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(checkStorageFolder(join(file, 'payloads'))).rejects.toMatchObject({
    id: 'storage_unusable',
    number: 34,
    setting: 'globals.external_storage.folder',
    message: expect.stringContaining('ENOTDIR'),
  });
  await expect(
    createFolderDriver(join(file, 'payloads')).store({}, [payloadOf(Buffer.from('a list'))]),
  ).rejects.toMatchObject({ id: 'storage_unusable' });
});
