import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGzip } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { isSame, never, server, source } from './rig';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ROW_BYTES = 1_000;
const ROWS = 40_000; // 40 MB, far more than the system keeps between two sockets
const MEASURED_AT = 0.9;
const MB = 1_000_000;

/** Bytes outside of the JavaScript heap, where bodies stand. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Nothing of the list is kept, so that only the body can be. */
const FORGETFUL = { add: (): void => undefined };

test.each([['as it is', false], ['packed, with rows that cannot be made smaller', true]])('a known list that comes again %s does not stand in memory', async (_how, packed) => {
  const held: number[] = [];
  function* rows(): Generator<string> {
    let noise = 1;
    for (let row = 0; row < ROWS; row += 1) {
      let description = '';
      if (packed) for (; description.length < ROW_BYTES; noise = (noise * 48_271) % 2_147_483_647) description += noise.toString(36);
      yield `${row === 0 ? '[' : ','}{"cve":"CVE-2024-${row}","description":"${description.padEnd(ROW_BYTES, 'x')}"}`;
      if (row === ROWS * MEASURED_AT) held.push(heldBytes());
    }
    yield ']';
  }
  const ctci = await server((_request, response) => {
    const body = Readable.from(rows());
    response.writeHead(200, { 'content-type': 'application/json', ...(packed && { 'content-encoding': 'gzip' }) });
    if (packed) body.pipe(createGzip({ level: 1 })).pipe(response);
    else body.pipe(response);
  });
  const from = source(ctci.url);
  const before = heldBytes();

  const first = await from.fetchList(null, never, () => FORGETFUL);
  const second = await from.fetchList(first.digest, never, () => FORGETFUL);

  expect(isSame(second)).toBe(true);
  expect(second).toMatchObject({ digest: first.digest, received: ROWS, bytes: first.bytes, withoutKey: 0 });
  expect(held).toHaveLength(2);
  for (const bytes of held) expect((bytes - before) / MB).toBeLessThan(12);
}, 60_000);
