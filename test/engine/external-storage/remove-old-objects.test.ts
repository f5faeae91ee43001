import { mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  DOOMED,
  getObject,
  objectPath,
  PART,
  putObject,
  renewObject,
} from '../../../engine/external-storage/object-folder';
import { removeOldObjects } from '../../../engine/external-storage/remove-old-objects';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const LIMIT = new Date('2020-02-01T00:00:00Z');

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctci-storage-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(text: string, at?: Date): Promise<string> {
  const name = await putObject(folder, Buffer.from(text));
  if (at) await renewObject(folder, name, at);
  return name;
}

test('what is old is removed, and what is young stays', async () => {
  const [old, young] = [await put('old', LONG_AGO), await put('young')];
  expect(await removeOldObjects(folder, LIMIT)).toEqual({ objects: 1, bytes: 3 });
  expect(await getObject(folder, old)).toBeNull();
  expect(await getObject(folder, young)).toEqual(Buffer.from('young'));
});

test('storing the same bytes again makes an old object young', async () => {
  const name = await put('state', LONG_AGO);
  await put('state');
  expect(await removeOldObjects(folder, LIMIT)).toMatchObject({ objects: 0 });
  expect(await getObject(folder, name)).toEqual(Buffer.from('state'));
});

test('an object that was made young while it was being removed can be read all the time, and comes back', async () => {
  const name = await put('state');
  const path = objectPath(folder, name);
  await rename(path, `${path}${DOOMED}`); // as a removal leaves it that dies right there
  expect(await getObject(folder, name)).toEqual(Buffer.from('state'));
  expect(await removeOldObjects(folder, LIMIT)).toMatchObject({ objects: 0 });
  expect(await readdir(dirname(path))).toEqual([name]);
});

test('an object that is stored while it is being removed is there afterwards', async () => {
  const name = await put('state', LONG_AGO);
  const path = objectPath(folder, name);
  await rename(path, `${path}${DOOMED}`);
  await put('state');
  expect(await removeOldObjects(folder, LIMIT)).toMatchObject({ objects: 1 });
  expect(await getObject(folder, name)).toEqual(Buffer.from('state'));
});

test('what a writer left behind that died goes too, and two sweeps at once do not disturb each other', async () => {
  const names = await Promise.all(Array.from({ length: 50 }, (_, index) => put(`object ${index}`, LONG_AGO)));
  const part = `${objectPath(folder, names[0]!)}.1${PART}`;
  await writeFile(part, 'half');
  await utimes(part, LONG_AGO, LONG_AGO);
  const [one, other] = await Promise.all([removeOldObjects(folder, LIMIT), removeOldObjects(folder, LIMIT)]);
  expect(one.objects + other.objects).toBe(51);
  const left = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
});
