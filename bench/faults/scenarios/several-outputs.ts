import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../eventually';
import { expectedRows } from '../judge/expected-rows';
import { LOOKUP, type BedConfig } from '../stage/test-bed';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

const SECOND = 'Second_List';
const LEFT_OUT_OF_EVENTS = new Set(['event_type', 'pulling_id']);
/** How long a step waits for a worker with its configuration: 120 tries, a second apart, and more on a busy machine. */
const MISMATCH_MS = 300_000;

/** A second lookup beside the first, before or after it. */
function secondLookup(place: 'first' | 'last', changes: object = {}) {
  return (config: BedConfig): void => {
    const { cewl } = config.inputs.ctci.services;
    const first = config.outputs['devo_lookup'];
    if (first === undefined) throw new Error('the configuration has no lookup');
    config.outputs['second'] = { type: 'devo_lookup', config: { ...first.config, lookup_name: SECOND, ...changes } };
    cewl.outputs = place === 'first' ? ['second', 'devo_lookup'] : ['devo_lookup', 'second'];
  };
}

function eventsBeside(config: BedConfig, devo: string): void {
  const token = config.outputs['devo_lookup']?.config['token'];
  config.outputs['events'] = { type: 'devo_http', config: { url: devo, domain: 'acme', token, gzip: false } };
  config.inputs.ctci.services.cewl.outputs = ['events'];
}

/** A token that Devo does not know, before and after the lookup that is well. */
const refusedBeside = (['first', 'last'] as const).map((place): Scenario => ({
  name: `an output whose token is refused, ${place} of two`,
  promises: [20],
  settings: {
    edit: secondLookup(place, { token: 'a-token-that-devo-does-not-know' }),
    service: { retry_for_seconds: 1 },
  },
  async play(stage) {
    const { bed } = stage;
    await stage.begin();
    for (const round of [1, 2, 3]) {
      const report = await stage.pull();
      stage.expect(report.outcome === 'partial', `pull ${round} was ${report.outcome}`);
      const { second } = report.outputs;
      stage.expect(
        second?.outcome === 'failed' && /token/i.test(second.error?.remedy ?? ''),
        `the report says of it: ${JSON.stringify(second?.error ?? null)}`,
      );
      stage.expectEqual(`pull ${round} beside an output that is refused`);
      stage.move(1);
    }
    await bed.configure(({ outputs }) => {
      const token = outputs['devo_lookup']?.config['token'];
      Object.assign(outputs['second']?.config ?? {}, { token });
    });
    const mended = await stage.pull();
    stage.expect(mended.outcome === 'delivered', `with the right token the pull was ${mended.outcome}`);
    stage.expectEqual('with the right token');
    stage.expect(
      isDeepStrictEqual(keysOf(stage, SECOND), keysOf(stage, LOOKUP)),
      'the second lookup has other rows than the first',
    );
  },
}));

function keysOf({ bed }: Stage, lookup: string): string[] {
  return (bed.devo.rows(lookup) ?? []).map((row) => row['cve'] ?? '').sort();
}

/** Waits until Temporal knows that the first lookup has confirmed, and the second one's deploy has begun. */
async function firstConfirmed(stage: Stage): Promise<void> {
  const before = deploysOf(stage, SECOND);
  const missed = await eventually(
    60_000,
    async () => {
      if (deploysOf(stage, SECOND) === before) return 'the second deploy has not begun';
      return (await stage.bed.chain.heartbeatOf('sendToDevo')).includes('"confirmed":true')
        ? null
        : 'Temporal does not know what was confirmed';
    },
    10,
  );
  stage.expect(missed === null, missed ?? '');
}

function deploysOf({ bed }: Stage, lookup: string): number {
  return bed.devo.deploys().filter((deploy) => deploy.lookup === lookup).length;
}

/** The list that the events tell a consumer who applies them in order. */
function replayed({ bed }: Stage): Map<string, Map<string, string>> {
  const list = new Map<string, Map<string, string>>();
  for (const { message } of bed.devo.events()) {
    const event = JSON.parse(message) as Record<string, string | number>; // our own events
    const key = String(event['cve']);
    if (event['event_type'] === 'removed') list.delete(key);
    else
      list.set(
        key,
        new Map(
          Object.entries(event)
            .filter(([name]) => !LEFT_OUT_OF_EVENTS.has(name))
            .map(([name, cell]) => [name, String(cell)]),
        ),
      );
  }
  return list;
}

function expectReplayed(stage: Stage, after: string): void {
  const told = replayed(stage);
  const wanted = expectedRows(stage.bed.ctci.rows());
  const differing = [...new Set([...told.keys(), ...wanted.keys()])].filter(
    (key) => !sameCells(told.get(key), wanted.get(key)),
  );
  stage.expect(
    differing.length === 0,
    `${after}: a consumer of the events is wrong about ${differing.slice(0, 5).join(', ')}`,
  );
  stage.say(`${after}: the events tell the list`);
}

function sameCells(
  told: ReadonlyMap<string, string> | undefined,
  wanted: ReadonlyMap<string, string> | undefined,
): boolean {
  if (told === undefined || wanted === undefined) return told === wanted;
  return [...new Set([...told.keys(), ...wanted.keys()])].every(
    (column) => (told.get(column) ?? '') === (wanted.get(column) ?? ''),
  );
}

export const severalOutputs: readonly Scenario[] = [
  {
    name: 'confirmed by the first output, then the worker comes back with another configuration',
    promises: [21],
    settings: { edit: secondLookup('last') },
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      stage.move(2);
      bed.devo.fail({ fault: 'slow-job', ms: 5_000 }); // long enough for the worker to be killed in the second one
      const pulling = bed.chain.pull(MISMATCH_MS);
      await firstConfirmed(stage);
      await bed.configure(({ inputs }) => {
        inputs.ctci.services.cewl['shrink_limit_percent'] = 21;
      });
      const answer = await pulling;
      const report = 'report' in answer ? answer.report : answer.failed.report;
      stage.expect(
        report?.outputs['devo_lookup']?.outcome === 'delivered',
        `the confirmed output is ${report?.outputs['devo_lookup']?.outcome ?? 'not in the report'}`,
      );
      bed.devo.clearFaults();
      bed.devo.finishJobs();
      const before = deploysOf(stage, LOOKUP);
      await stage.pull();
      stage.expect(deploysOf(stage, LOOKUP) === before, 'what was confirmed was delivered again');
      stage.expectEqual('after the change of the configuration');
    },
  },
  {
    name: 'events that nobody confirmed, and a list that goes back',
    promises: [22],
    settings: { edit: eventsBeside, service: { retry_for_seconds: 1 } },
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      const { step } = bed.ctci.state();
      const first = bed.ctci.rows();
      expectReplayed(stage, 'at first');
      for (const round of [1, 2, 3]) {
        bed.ctci.serve({
          rows: first.slice(round).map((row, index) => (index < 5 ? { ...row, vendor: `round ${round}` } : row)),
        });
        bed.wires.devo.loseEveryAnswer('POST /stream');
        await stage.failingPull('the answer to every batch is lost');
        bed.wires.devo.heal();
        bed.ctci.serve({ serve: 'history' });
        bed.ctci.goToStep(step);
        await stage.pull();
        expectReplayed(stage, `round ${round}, the list gone back`);
      }
    },
  },
  ...refusedBeside,
];
