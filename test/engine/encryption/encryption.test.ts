import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { applyConfiguration } from '../../../client/work/setting-up/apply';
import { readChain } from '../../../client/chain/read-chain';
import { readCarried } from '../../../client/chain/carried-state';
import { CollectorError } from '../../../errors/collector-error';
import { PULL_NOW_UPDATE, RESET_SIGNAL } from '../../../domain/message-names';
import type { EncryptionKey, KeyRingSettings } from '../../../engine/encryption/key-ring';
import type { HistoryReader } from '../../../engine/histories/run-events';
import { dataConverter, loadedDataConverter } from '../../../engine/payloads/data-converter';
import { KeyRing } from '../../../engine/encryption/key-ring';
import { loadFromText, configWith } from '../../config/load-from-text';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { storedHistories } from '../pull/stage/stored-histories';
import { until } from '../pull/stage/until';

jest.setTimeout(90_000);

const CANARY = 'canary-of-the-list';

let collector: RunningCollector | undefined;
const folders: string[] = [];

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function key(id: string): EncryptionKey {
  return { id, key: new Uint8Array(randomBytes(32)) };
}

function ring(...keys: readonly EncryptionKey[]): KeyRingSettings {
  return { enabled: true, keys };
}

function rows(count = 10): string[][] {
  return Array.from({ length: count }, (_, index) => [`CVE-2024-${index}`, `${CANARY} ${index}`]);
}

async function collect(settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(rows());
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup], { retryForSeconds: 0, ...settings });
  await collector.startChain();
  return { source, lookup, collector };
}

/** A client of the chain that has these keys. */
function readerWith({ reader }: RunningCollector, encryption: KeyRingSettings): HistoryReader {
  const keys = new KeyRing(encryption);
  const { connection } = reader.client;
  return {
    client: new Client({ connection, dataConverter: dataConverter(undefined, keys) }),
    converter: loadedDataConverter(undefined, keys),
  };
}

function pullWith(running: RunningCollector, encryption: KeyRingSettings): Promise<unknown> {
  const { client } = readerWith(running, encryption);
  return client.workflow.getHandle(running.workflowId).executeUpdate(PULL_NOW_UPDATE);
}

/** `apply` of a configuration with these keys. */
async function applyWith(running: RunningCollector, encryption: KeyRingSettings): Promise<string[]> {
  const { workflowId, taskQueue } = running;
  const loaded = loadFromText(configWith('inputs.ctci.services.cewl.enabled', true));
  const services = loaded.services().map((service) => ({ ...service, workflowId, cronSpec: '@every 1h' }));
  return applyConfiguration({
    loaded: { ...loaded, taskQueue, services: () => services },
    folder: '',
    target: {
      address: '',
      namespace: 'default',
      options: { address: '' },
      proxy: null,
      uiUrl: null,
      source: 'default',
    },
    reader: readerWith(running, encryption),
    services,
    ring: new KeyRing(encryption),
    close: () => Promise.resolve(),
  });
}

function filesOf(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

test('with a key nothing of a list, a message or a failure is in clear in a history; without one it is', async () => {
  const first = key('2026-11');
  for (const encryption of [undefined, ring(first)]) {
    const { collector: running, source } = await collect(encryption ? { encryption } : {});
    await running.pull();
    await running.handle.signal(RESET_SIGNAL, 'canary-of-a-signal');
    source.failure = new CollectorError('ctci_not_the_list', { seen: 'canary-of-a-failure' });
    await expect(running.pull()).rejects.toThrow();
    source.failure = null;
    await running.pull();
    const bytes = await storedHistories(running);
    const clear = [CANARY, 'canary-of-a-signal', 'canary-of-a-failure', 'reset_persistence_auth"', '1 row'].filter(
      (text) => bytes.includes(text),
    );
    if (encryption) expect(clear).toEqual([]);
    else expect(clear).toEqual(expect.arrayContaining([CANARY, 'canary-of-a-signal', 'canary-of-a-failure']));
    await running.stop();
  }
  collector = undefined;
});

test('what lies in external storage is encrypted too, and is read from there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-encrypted-'));
  folders.push(folder);
  const source = new ListAtHand(
    Array.from({ length: 9_000 }, (_, index) => [`CVE-2024-${index}`, `${CANARY} ${randomBytes(60).toString('hex')}`]),
  );
  const lookup = new LookupAtHand();
  const encryption = ring(key('k1'));
  collector = await RunningCollector.start(source, [lookup], { encryption, storageFolder: folder });
  await collector.startChain();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 9_000 });
  expect(lookup.rows.size).toBe(9_000);
  const files = filesOf(folder);
  expect(files.length).toBeGreaterThan(0);
  for (const bytes of files) {
    expect(bytes.includes('binary/encrypted')).toBe(true);
    expect(bytes.includes(CANARY)).toBe(false);
    expect(bytes.includes('json-with-bytes')).toBe(false);
  }
});

test('a chain begun in clear goes on when encryption is switched on, and when it is switched off again', async () => {
  const { collector, lookup, source } = await collect();
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'written in clear');
  await collector.stopWorkers();
  const only = key('k1');
  await collector.addWorker({}, ring(only));
  source.rows = rows(11);
  expect(await pullWith(collector, ring(only))).toMatchObject({ outcome: 'delivered', added: 1 });
  const encrypted = readerWith(collector, ring(only));
  expect(readCarried(await readChain(encrypted, collector.workflowId)).state).toMatchObject({
    reset_persistence_auth: 'written in clear',
  });
  await collector.stopWorkers();
  await collector.addWorker({}, { enabled: false, keys: [only] });
  source.rows = rows(12);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 1 });
  expect((await collector.state()).list.rows).toBe(12); // read without any key
  expect(lookup.deliveries).toHaveLength(3);
});

test('a rotation: the new key reads first, then writes, then the old one goes', async () => {
  const [old, fresh] = [key('old'), key('fresh')];
  const { collector, source } = await collect({ encryption: ring(old) });
  await collector.pull();
  const steps = [ring(old), ring(old, fresh), ring(fresh, old), ring(fresh)];
  let count = 10;
  for (const [index, keys] of steps.slice(1).entries()) {
    await collector.stopWorkers();
    await collector.addWorker({}, keys);
    // a client is a step behind its worker, or has caught up
    for (const ofClient of [steps[index] ?? keys, keys]) {
      if (index === 2 && ofClient !== keys) continue; // the last step takes a key away, and is for clients first
      source.rows = rows((count += 1));
      expect(await pullWith(collector, ofClient)).toMatchObject({ outcome: 'delivered', added: 1 });
    }
    // Every run is given the arguments of the first: they are written anew before their key goes.
    const words = await applyWith(collector, keys);
    expect(words).toEqual([expect.stringContaining(index === 1 ? 'with the key "fresh"' : 'runs as configured')]);
  }
});

test('a state whose key is gone is not lost: the run waits, and with the key it goes on', async () => {
  const [old, fresh] = [key('2025'), key('2026')];
  const { collector, lookup, source } = await collect({ encryption: ring(old) });
  await collector.pull();
  await collector.stopWorkers();
  await collector.addWorker({}, ring(fresh));
  source.rows = rows(12);
  const runId = await collector.runId();
  const pulled = pullWith(collector, ring(fresh, old));

  const reader = readerWith(collector, ring(fresh));
  let chain = await readChain(reader, collector.workflowId);
  expect(chain?.start.lost).toMatchObject({
    number: 630,
    setting: 'globals.encryption.keys',
    message: expect.stringMatching(new RegExp(`key id "2025".*configured ones are 2026.*run ${runId}`)),
  });
  await until(async () => {
    chain = await readChain(reader, collector.workflowId);
    return chain?.trouble !== null;
  });
  expect(chain?.trouble).toMatchObject({
    number: 630,
    message: expect.stringMatching(new RegExp(`key id "2025", for ${collector.workflowId}.*run ${runId}`)),
  });
  expect(await collector.runId()).toBe(runId);
  expect(lookup.deliveries).toHaveLength(1);

  await collector.stopWorkers();
  await collector.addWorker({}, ring(fresh, old));
  expect(await pulled).toMatchObject({ outcome: 'delivered', added: 2, removed: 0 });
  expect(lookup.deliveries).toHaveLength(2);
});
