import { afterEach, expect, jest, test } from '@jest/globals';
import { createDevoLookupOutput } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Output } from '../../../outputs/output';
import { startCtciSimulator } from '../../../simulators/ctci/start-ctci-simulator';
import type { CtciSimulator } from '../../../simulators/ctci/ctci-simulator';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { createCtciSource } from '../../../sources/ctci/ctci-source';
import type { ListSource } from '../../../sources/source';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(120_000);

const MODES = { full: 'full', incremental: 'incremental' } as const;
const VOLATILE = new Set(['processed', 'notified', 'notified_date', 'updated']);
const DATES = new Set(['cve_date', 'date_added', 'honeypot', 'intel']);

let ctci: CtciSimulator;
let devo: DevoSimulator;
let source: ListSource;
let outputs: Output[];
let collector: RunningCollector<ListSource>;

async function run(): Promise<void> {
  ctci = await startCtciSimulator({ apiToken: 'token' });
  devo = await startDevoSimulator({ domain: 'acme', token: 'token', jobDelayMs: 1, emptyPolls: 0 });
  source = createCtciSource({
    apiBaseUrl: ctci.url,
    endpoint: '/api/v1/cewl',
    credentials: { kind: 'token', apiToken: 'token' },
    verifyHostSslCert: true,
    deliverVolatile: false,
    settingsPath: 'inputs.ctci',
    environment: {},
  });
  outputs = Object.values(MODES).map((mode) =>
    createDevoLookupOutput({
      name: mode,
      url: devo.lookupApiUrl,
      domain: 'acme',
      token: 'token',
      lookupName: lookupOf(mode),
      mode,
      settingsPath: `outputs.${mode}.config`,
      limits: { pollFirstMs: 2, pollMaxMs: 10 },
    }),
  );
  collector = await RunningCollector.start(source, outputs, { modes: MODES });
  await collector.startChain();
}

afterEach(async () => {
  await collector.stop();
  source.close();
  for (const output of outputs) output.close();
  await Promise.all([ctci.close(), devo.close()]);
});

function lookupOf(mode: string): string {
  return `CEWL_${mode}`;
}

/** The list as CTCI served it last, in the cells that Devo should hold: an account of the rules of its own. */
function served(): string[] {
  return (ctci.lastServed() ?? [])
    .map((row) => {
      const cells = Object.entries(row).filter(
        ([column, value]) => !VOLATILE.has(column) && value !== null && value !== '',
      );
      return JSON.stringify(
        cells
          .map(([column, value]) => [
            column,
            DATES.has(column) ? new Date(Number(value)).toISOString().slice(0, 10) : String(value),
          ])
          .sort(),
      );
    })
    .sort();
}

function held(mode: keyof typeof MODES): string[] {
  return (devo.rows(lookupOf(mode)) ?? [])
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([, value]) => value !== '')
          .sort(),
      ),
    )
    .sort();
}

test('in full and in incremental mode the lookup equals the list after every pull of four months', async () => {
  await run();
  let removed = 0;
  let days = 0;
  for (let pull = 0; pull < 60; pull += 1) {
    const report = await collector.pull();
    expect(['delivered', 'unchanged']).toContain(report.outcome);
    removed += report.removed;
    days += report.outcome === 'delivered' ? 1 : 0;
    const list = JSON.stringify(served());
    const same = {
      full: JSON.stringify(held('full')) === list,
      incremental: JSON.stringify(held('incremental')) === list,
    };
    // a diff of 1,400 rows would take seconds to make
    expect({ pull, ...same }).toEqual({ pull, full: true, incremental: true });
    if (report.outcome === 'unchanged') break;
    if (pull > 0)
      expect(report.outputs).toMatchObject({ full: { mode: 'full' }, incremental: { mode: 'incremental' } });
  }
  expect(days).toBeGreaterThan(50);
  expect(removed).toBeGreaterThan(5);
  expect(devo.overlaps()).toEqual([]);
});
