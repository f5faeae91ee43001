import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { LOOKUP, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

const CLEAR = 'in the clear';
const RULES = [
  { method: 'remove', fields: ['external_notes'] },
  { method: 'mask', fields: [' Vendor'], keep_first: 2 },
];

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  world.ctci.serve({
    rows: Array.from({ length: 30 }, (_, index) => ({
      cve: `CVE-2031-${10_000 + index}`,
      vendor: 'acme',
      external_note: CLEAR,
    })),
  });
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

function configure(obfuscation: readonly object[]): void {
  place.configure(world, {
    service: { obfuscation, outputs: ['lines', 'devo_lookup'] },
    outputs: { lines: { type: 'console' } },
  });
}

test('a mistyped column is told by check, preview and pull; nothing leaves until it is right', async () => {
  configure(RULES);
  const worker = await place.worker();
  const told = 'rule 1: "external_notes" (did you mean external_note?); the list has cve, vendor, external_note';
  await place.verb('start');
  for (const verb of ['check', 'preview', 'pull']) {
    const { code, stdout, stderr } = await place.verb(verb);
    expect([verb, code]).toEqual([verb, 1]);
    expect(stdout + stderr).toContain('SetupError 70');
    expect(stdout + stderr).toContain(told);
    expect(stdout + stderr).not.toContain(CLEAR);
  }
  const json = await place.verb('pull', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    error: { number: 70, setting: 'inputs.ctci.services.cewl.obfuscation' },
  });
  expect(world.devo.lookup(LOOKUP)).toBeNull();
  expect(worker.stdout).not.toContain(CLEAR);
  worker.kill('SIGTERM');
  await worker.ended;

  configure([{ method: 'remove', fields: ['external_note'] }, RULES[1] ?? {}]);
  const second = await place.worker();
  expect(await place.verb('pull')).toMatchObject({ code: 0 });
  expect(world.devo.rows(LOOKUP)?.[0]).toMatchObject({ vendor: 'ac**', external_note: '' });
  await until('the lines', () => second.stdout.includes('"vendor":"ac**"'));
  expect(second.stdout).not.toContain(CLEAR);
});
