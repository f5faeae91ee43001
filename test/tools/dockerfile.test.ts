import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { engines, version } from '../../package.json';
import { allowedIntoBuild, dockerfileStages, readProjectFile, ROOT } from './deployment';
import type { Stage } from './read-dockerfile';

const stages = dockerfileStages();
const allowed = allowedIntoBuild();

const last = (): Stage => stages.at(-1)!;
const instructions = (name: string, stage?: Stage): string[] =>
  (stage === undefined ? stages : [stage])
    .flatMap((each) => each.instructions)
    .filter((each) => each.name === name)
    .map(({ text }) => text);

test('every stage begins from one pinned image with glibc and a Node that the product runs on', () => {
  const bases = new Set(stages.map(({ base }) => base));
  expect(bases.size).toBe(1);
  const [node] = [...bases].map((base) => /^node:(\d+)\.(\d+)\.\d+-bookworm-slim$/.exec(base));
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
  expect(Number(node?.[1]) * 1000 + Number(node?.[2])).toBeGreaterThanOrEqual(Number(major) * 1000 + Number(minor));
});

test('the collector does not run as root, and Node itself is process 1', () => {
  const [user, ...others] = instructions('USER', last());
  expect(others).toEqual([]);
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  const command = last().instructions.find(({ name }) => name === 'CMD')?.args;
  expect(command?.slice(0, 2)).toEqual(['node', 'dist/worker/main.js']);
  expect(existsSync(join(ROOT, 'worker', 'main.ts'))).toBe(true);
  expect(instructions('ENTRYPOINT', last())).toEqual([]);
});

test('nothing comes from the net but packages of the lockfile, without scripts, and certificate authorities', () => {
  expect(instructions('ADD')).toEqual([]);
  for (const text of instructions('RUN'))
    expect(text).toMatch(
      new RegExp(
        '^(npm ci --(include|omit)=dev --ignore-scripts --no-audit --no-fund( && node keep-native-core\\.mjs \\.)?$|' +
          'node tools/build\\.mjs --plain$|' +
          'apt-get update && apt-get install --yes --no-install-recommends ca-certificates && ' +
          'rm -rf /var/lib/apt/lists/\\*$)',
      ),
    );
});

test('the image gets no packages of development', () => {
  const stage = stages.find(({ name }) => name === 'packages');
  expect(instructions('RUN', stage)).toEqual([expect.stringContaining('--omit=dev')]);
  expect(instructions('COPY', last()).filter((text) => text.includes('node_modules'))).toEqual([
    '--from=packages /packages/node_modules ./node_modules',
  ]);
});

test("of Temporal's native cores the one of the image's platform stays", () => {
  const stage = stages.find(({ name }) => name === 'packages');
  expect(instructions('COPY', stage)).toContain('tools/setup/keep-native-core.mjs ./');
  expect(instructions('RUN', stage)).toEqual([expect.stringMatching(/ && node keep-native-core\.mjs \.$/)]);
});

test("what is copied one by one can be read by the container's user, however strict the umask of the checkout", () => {
  const single = instructions('COPY', last()).filter((text) => !text.startsWith('--from='));
  for (const text of single) expect(text).toMatch(/^--chmod=(644|755) /);
});

test('the image says what it is: its labels tell title, licence, version and base', () => {
  const [labels] = instructions('LABEL', last());
  for (const name of ['title', 'description', 'licenses', 'version', 'revision', 'base.name'])
    expect(labels).toContain(`org.opencontainers.image.${name}="`);
  expect(instructions('ARG', last())).toContain(`VERSION=${version}`);
});

test('what is copied exists and is let into the build', () => {
  const copied = instructions('COPY')
    .filter((text) => !text.startsWith('--from='))
    .flatMap((text) => text.split(/\s+/).slice(0, -1))
    .filter((name) => name !== '.' && !name.startsWith('--chmod='));
  expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'deploy/ctci-collector-health']));
  for (const name of copied)
    expect({
      name,
      allowed: allowed.some((each) => name === each || name.startsWith(`${each}/`)),
      there: existsSync(join(ROOT, name)),
    }).toEqual({ name, allowed: true, there: true });
});

test('the build gets every room of the worker and the client, and no others', () => {
  const { include } = JSON.parse(readProjectFile('tsconfig.build.json')) as { include: string[] };
  const rooms = include.filter((room) => room !== 'simulators');
  for (const room of rooms) expect(allowed).toContain(room);
  const elsewhere = [
    'LICENSE',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'deploy/ctci-collector-health',
    'deploy/ctci-collector',
    'tools/build.mjs',
    'tools/setup',
  ];
  expect(allowed.filter((name) => !rooms.includes(name)).sort()).toEqual(elsewhere.sort());
  for (const name of allowed) expect({ name, there: existsSync(join(ROOT, name)) }).toEqual({ name, there: true });
});
