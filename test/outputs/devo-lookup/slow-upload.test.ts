import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { List } from '../../../domain/list/list';
import { deliver, deliveryOf, outputFor } from './deliveries';
import { StrictDevo, json } from './strict-devo';

/** Far longer than a busy machine keeps this process waiting, and shorter than the upload. */
const LIMIT_MS = 1_500;
const LARGE: List = {
  columns: ['cve', 'note'],
  rows: Array.from({ length: 40_000 }, (_row, index) => [`CVE-2024-${index}`, 'x'.repeat(1_000)]),
};

let devo: StrictDevo;

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
});

afterEach(() => devo.close());

/** Takes 2 MB, rests 100 ms, and so on. */
async function readSlowly(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  let nextRest = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes < nextRest) continue;
    nextRest = bytes + 2_000_000;
    await delay(100);
  }
  return bytes;
}

test('an upload that moves may take longer than the limit', async () => {
  const started = performance.now();
  let taken = 0;
  devo.fail(/deploy-csv/, (request, response) => {
    void readSlowly(request).then((bytes) => {
      taken = bytes;
      json(response, 201, { id: devo.foreignJob([[{ code: 'create.ok' }]]) });
    });
  });
  const receipt = await deliver(
    outputFor(devo, { limits: { requestTimeoutMs: LIMIT_MS } }),
    deliveryOf({ table: LARGE }),
  );
  expect(performance.now() - started).toBeGreaterThan(LIMIT_MS);
  expect(taken).toBeGreaterThan(receipt.bytes);
});

test('an upload that the peer does not take is given up, to be tried again', async () => {
  devo.fail(/deploy-csv/, (request) => void request.pause());
  const stalled = deliver(outputFor(devo, { limits: { requestTimeoutMs: LIMIT_MS } }), deliveryOf({ table: LARGE }));
  await expect(stalled).rejects.toMatchObject({ id: 'devo_timeout', retryable: true });
});
