import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { List } from '../../../domain/list/list';
import { createDevoHttpOutput } from '../../../outputs/devo-events/http-ingestion/devo-http-output';
import { createDevoPlatformOutput } from '../../../outputs/devo-events/syslog/devo-platform-output';
import type { Output } from '../../../outputs/output';
import { loadHistory } from '../../../simulators/ctci/replay/history';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from './certificates';
import { deliveryOf, keptProgress, NEVER } from './deliveries';
import { startIngestionServer, type IngestionServer } from './ingestion-server';
import { listOf, parseEvent, parseRecord, replay, type ReceivedEvent } from './received-events';

const HISTORY = loadHistory(join(__dirname, '../../../data/cewl-history.ndjson.gz'));
const COLUMNS = Object.keys(HISTORY[0]?.added[0] ?? {});

let sink: SyslogSink;
let files: CertificateFiles;
let server: IngestionServer;

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({ ...(await issue(authority, 'collector', { host: 'localhost' })), ca: authority.cert });
  server = await startIngestionServer();
});

afterAll(async () => {
  await sink.close();
  await server.close();
  await files.remove();
});

/**
 * Delivers four months of real changes, with the simulator's synthetic removals, and compares the replayed list after
 * each.
 */
async function deliverHistory(output: Output, takeEvents: () => ReceivedEvent[]): Promise<void> {
  const list = new Map<string, string[]>();
  const replayed = new Map<string, Record<string, string>>();
  let removals = 0;
  for (const [day, step] of HISTORY.entries()) {
    const key = (row: Readonly<Record<string, unknown>>) => String(row.cve);
    const { removed } = step;
    removals += removed.length;
    for (const row of [...step.added, ...step.changed])
      list.set(
        key(row),
        COLUMNS.map((column) => JSON.stringify(row[column] ?? '')).map((cell) => cell.replace(/^"|"$/g, '')),
      );
    for (const gone of removed) list.delete(gone);
    const table: List = { columns: COLUMNS, rows: [...list.values()] };
    const place = new Map([...list.keys()].map((cve, index) => [cve, index]));
    const places = (rows: readonly Readonly<Record<string, unknown>>[]) =>
      rows.map((row) => place.get(key(row))).filter((index) => index !== undefined);
    const changes = { added: places(step.added), changed: places(step.changed), removed };
    await output.deliver(
      deliveryOf({ kind: day === 0 ? 'everything' : 'changes', table, changes, digest: String(day) }),
      keptProgress().attempt(),
      NEVER,
    );
    replay(takeEvents(), replayed);
    expect(isDeepStrictEqual(replayed, listOf(table))).toBe(true); // Jest's own comparison takes seconds here
  }
  expect(removals).toBeGreaterThan(0);
}

test('Four months of changes as syslog events, replayed, give the list of each day', async () => {
  const output = createDevoPlatformOutput({
    name: 'events',
    address: 'localhost',
    port: sink.port,
    ...files,
    settingsPath: 'outputs.devo.config',
  });
  await deliverHistory(output, () => {
    const events = sink.records.map((record) => parseEvent(parseRecord(record).message));
    sink.clear();
    return events;
  });
}, 30_000);

test('Four months of changes as HTTP events, replayed, give the list of each day', async () => {
  const output = createDevoHttpOutput({
    name: 'http',
    url: server.url,
    domain: 'acme',
    token: 'a-token-of-some-length',
    settingsPath: 'outputs.devo.config',
  });
  await deliverHistory(output, () =>
    server.requests
      .splice(0)
      .flatMap(({ body }) => body.trimEnd().split('\n'))
      .map((line) => parseEvent(line)),
  );
  output.close();
}, 30_000);
