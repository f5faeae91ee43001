import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build, environment, ROOT, startProgram } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { processesOf } from '../stage/process-table';
import { byKey, LOOKUP, madeUpList, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
const places: Workplace[] = [];

beforeAll(async () => {
  await build();
  world = await startWorld();
  world.ctci.serve({ rows: madeUpList(30) });
});

afterAll(async () => {
  for (const place of places) place.clear();
  await world.close();
});

function newPlace(env: NodeJS.ProcessEnv = {}): Workplace {
  const place = new Workplace(env);
  places.push(place);
  place.configure(world);
  return place;
}

test('the temporal command line starts, wakes, resets and shows the workflow, with readable payloads', async () => {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  const place = newPlace({ TEMPORAL_ADDRESS: address });
  await place.worker();

  async function temporal(...args: string[]): Promise<string> {
    const program = startProgram(
      process.env['TEST_TEMPORAL_CLI'] ?? '',
      ['workflow', ...args, '--address', address, '--workflow-id', place.workflowId],
      place.folder,
      environment(),
    );
    const { code } = await program.ended;
    expect({ code, stderr: program.stderr }).toMatchObject({ code: 0 });
    return program.stdout;
  }

  await temporal(
    'start',
    '--type',
    'cewlPull',
    '--task-queue',
    place.taskQueue,
    '--cron',
    '@every 1h',
    '--input',
    '{"input":"ctci","service":"cewl"}',
  );
  const pulled = await temporal('update', 'execute', '--name', 'pullNow', '--output', 'json');
  expect(pulled).toMatch(/"outcome": *"delivered"/);
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
  await temporal('signal', '--name', 'reset_persistence_auth', '--input', '"v2"');
  expect(await temporal('update', 'execute', '--name', 'pullNow', '--output', 'json')).toMatch(/"why": *"reset"/);
  const shown = await temporal('show', '--output', 'json');
  expect(encodingsIn(shown)).toEqual(new Set(['json/plain']));
  expect(payloadsIn(shown).join('\n')).toContain('"reset_persistence_auth":"v2"');
  const document = documentOf(await place.verb('status', '--json'));
  expect(document).toMatchObject({
    ok: true,
    services: [{ state: 'waiting', rows: 30, last_pull: { outcome: 'delivered', sent: 30 } }],
  });
  expect(await place.verb('stop', '--yes')).toMatchObject({ code: 0 });
});

/** The command line prints payloads in base64; what matters is that plain JSON is in them. */
function payloadsIn(shown: string): string[] {
  return [...shown.matchAll(/"data": "([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'));
}

function encodingsIn(shown: string): Set<string> {
  return new Set(
    [...shown.matchAll(/"encoding": "([^"]+)"/g)].map(([, encoding = '']) =>
      Buffer.from(encoding, 'base64').toString('utf8'),
    ),
  );
}

test('npm start with a configuration runs until Ctrl-C in the terminal, and npm itself then exits 0', async () => {
  const place = newPlace();
  const npm = startProgram(
    'npm',
    ['start', '--prefix', ROOT, '--', '--config', place.configFile],
    place.folder,
    environment(),
  );
  await npm.said(/ctci\/cewl {2}(delivered|unchanged): received 30/);
  expect(processesOf(place.folder).filter(({ command }) => /^(\/bin\/)?(ba|da)?sh /.test(command))).toEqual([]);
  npm.killGroup('SIGINT');
  expect(await npm.ended).toEqual({ code: 0, signal: null });
  expect(npm.stdout).toMatch(/\nStopping \.\.\.\n$/);
  expect(processesOf(place.folder)).toEqual([]);
});
