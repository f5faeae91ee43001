import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace } from '../stage/prepared-place';
import { CTCI_TOKEN, type SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;
let file: string;

/** The log of a worker as it was left: no Temporal is needed to read it. */
beforeAll(async () => {
  ({ world, place } = await preparePlace());
  place.configure(world, { services: { second: { enabled: false, outputs: ['devo_lookup'] } } });
  file = join(place.folder, '.ctci-collector', 'worker.log');
});

afterAll(async () => {
  place.clear();
  await world.close();
});

test('logs without a log says that nothing has run here', async () => {
  const { code, stdout, stderr } = await place.verb('logs');
  expect({ code, stdout, stderr }).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('worker.log'),
  });
});

test('logs prints the newest lines, shown harmless, and those of one service where it is named', async () => {
  mkdirSync(join(place.folder, '.ctci-collector'));
  const lines = [
    'INFO Worker started',
    `INFO ${place.workflowId} Pull Started`,
    'INFO of ctci/cewl: done',
    'WARN \u001b[2Jof nobody',
  ];
  writeFileSync(file, `${lines.join('\n')}\nunfinished`);
  expect(await place.verb('logs', '--lines', '2')).toMatchObject({
    code: 0,
    stdout: 'INFO of ctci/cewl: done\nWARN \\u001b[2Jof nobody\n',
  });
  expect(await place.verb('logs', '--service', 'cewl')).toMatchObject({
    code: 0,
    stdout: `INFO ${place.workflowId} Pull Started\nINFO of ctci/cewl: done\n`,
  });
  expect(await place.verb('logs', '--service', 'none')).toMatchObject({ code: 2, stdout: '' });
});

test('logs -f goes on with what is added, over a rotation too, until it is told to stop', async () => {
  writeFileSync(file, 'old\nnewest\n');
  const following = place.begin('logs', '-f', '--lines', '1');
  await following.said(/^newest\n/);
  appendFileSync(file, 'added\nhalf');
  await following.said(/\nadded\n/);
  appendFileSync(file, ' a line\n');
  await following.said(/\nhalf a line\n/);
  appendFileSync(file, 'last of this file\n');
  renameSync(file, `${file}.1`);
  writeFileSync(file, 'first of the next, and longer than all that was written before it was begun\n');
  await following.said(/\nlast of this file\nfirst of the next, [^\n]*\n/);
  following.kill('SIGINT');
  expect(await following.ended).toEqual({ code: 0, signal: null });
  expect(following.stdout).toBe(
    'newest\nadded\nhalf a line\nlast of this file\nfirst of the next, and longer than all that ' +
      'was written before it was begun\n',
  );
});

test('logs -f follows one service alone, and shows no secret', async () => {
  writeFileSync(file, 'nothing yet\n');
  const following = place.begin('logs', '-f', '--service', 'cewl');
  await following.said(/^/);
  appendFileSync(file, `of ctci/other\nof ctci/cewl: ${CTCI_TOKEN}, 401\n`);
  await following.said(/of ctci\/cewl: [^\n]*, 401\n/);
  following.kill('SIGTERM');
  await following.ended;
  expect(following.stdout).toMatch(/^of ctci\/cewl: [^\n]*, 401\n$/);
  expect(following.stdout).not.toContain(CTCI_TOKEN);
});
