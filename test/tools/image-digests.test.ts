import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { runWith } from './run-module';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

async function digests(lines: string): Promise<unknown> {
  const { stdout, stderr } = await runWith('release', `const module = await part('image-digests'); ${lines}`);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test.each([
  [[`docker.io/library/node@${DIGEST}`], `node:22.1.0@${DIGEST}`],
  [[], null],
  [null, null],
  [['node@sha256:short'], null],
])('an image whose digests are %j is pinned as %j', async (known, expected) => {
  expect(await digests(`return module.withDigest('node:22.1.0', ${JSON.stringify(known)});`)).toBe(expected);
});

test('the file beside docker-compose.yml pins the images whose digest is known, and names no other', async () => {
  const services = { postgres: `postgres:17@${DIGEST}`, temporal: null };
  const text = await digests(`return module.digestsFile(${JSON.stringify(services)});`);
  expect(parse(text as string)).toEqual({ services: { postgres: { image: `postgres:17@${DIGEST}` } } });
  expect(await digests(`return module.digestsFile({ postgres: null });`)).toBeNull();
});

test('where no engine answers, no digest is known', async () => {
  const client = `{ program: '/nowhere/docker', environment: {} }`;
  expect(await digests(`return module.imageByDigest(${client}, 'node:22.1.0');`)).toBeNull();
});
