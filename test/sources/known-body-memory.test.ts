import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { fetchFull, isSame, never, server, source } from './rig';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ROW_BYTES = 1_000;
const ROWS = 60_000; // 60 MB, far more than the system keeps between two sockets
const MEASURED_AT = 0.9;
const MB = 1_000_000;

/** Bytes outside of the JavaScript heap, where bodies stand. */
function heldBytes(): number {
  collectGarbage();
  collectGarbage(); // what the first one lets go of is counted off by the second
  return process.memoryUsage().arrayBuffers;
}

/** Nothing of the list is kept, so that only the body can be. */
const FORGETFUL = { add: (): void => undefined };

test.each([
  ['', false, 20],
  [' of rows that cannot be made much smaller', true, 44],
])(
  'a known list%s that comes again without being packed does not stand in memory',
  async (_what, isNoise, mostMb) => {
    const held: number[] = [];
    function* rows(): Generator<string> {
      let noise = 1;
      for (let row = 0; row < ROWS; row += 1) {
        let description = '';
        if (isNoise)
          for (; description.length < ROW_BYTES; noise = (noise * 48_271) % 2_147_483_647)
            description += noise.toString(36);
        yield `${row === 0 ? '[' : ','}{"cve":"CVE-2024-${row}","description":"${description.padEnd(ROW_BYTES, 'x')}"}`;
        if (row === ROWS * MEASURED_AT) held.push(heldBytes());
      }
      yield ']';
    }
    const ctci = await server((_request, response) => {
      const body = Readable.from(rows());
      response.writeHead(200, { 'content-type': 'application/json' });
      body.pipe(response);
    });
    const from = source(ctci.url);
    const before = heldBytes();

    const first = await from.fetchList({ digest: null }, never, () => FORGETFUL);
    const second = await from.fetchList({ digest: first.digest }, never, () => FORGETFUL);

    expect(isSame(second)).toBe(true);
    expect(second).toMatchObject({ digest: first.digest, received: ROWS, bytes: first.bytes, without_key: 0 });
    expect(held).toHaveLength(2);
    for (const bytes of held) expect((bytes - before) / MB).toBeLessThan(mostMb);
  },
  60_000,
);

test('a large list is read when it is not the known one, wherever they differ', async () => {
  const rowsOf = (changed: number) =>
    Array.from({ length: 5_000 }, (_, row) => ({
      cve: `CVE-2024-${row}`,
      description: (row === changed ? 'other' : 'x').padEnd(ROW_BYTES, '.'),
    }));
  const bodies = [-1, -1, 0, 2_500, 4_999, -1].map((changed) => JSON.stringify(rowsOf(changed)));
  bodies.push(`${bodies[0]?.slice(0, -1)},{"cve":"CVE-2024-5000"}]`, JSON.stringify(rowsOf(-1).slice(0, 4_500)));
  const ctci = await server((_request, response) => response.end(bodies.shift()));
  const from = source(ctci.url);
  let { digest } = await fetchFull(from);
  expect(isSame(await from.fetchList({ digest: digest }, never, () => FORGETFUL))).toBe(true);
  for (const changed of [0, 2_500, 4_999, null]) {
    const list = await fetchFull(from, digest);
    expect(list.table.rows).toHaveLength(5_000);
    expect(list.table.rows.findIndex(([, description]) => description?.startsWith('other'))).toBe(changed ?? -1);
    ({ digest } = list);
  }
  const longer = await fetchFull(from, digest);
  expect(longer.received).toBe(5_001);
  expect((await fetchFull(from, longer.digest)).received).toBe(4_500);
}, 30_000);

test('whoever takes the rows of a list that was kept may fail, and the next pull is as ever', async () => {
  const body = (word: string): string =>
    JSON.stringify(
      Array.from({ length: 5_000 }, (_, row) => ({ cve: `CVE-2024-${row}`, description: word.padEnd(ROW_BYTES, '.') })),
    );
  const bodies = [body('first'), body('other'), body('other')];
  const ctci = await server((_request, response) => response.end(bodies.shift()));
  const from = source(ctci.url);
  const { digest } = await fetchFull(from);
  const full = { add: () => Promise.reject(new Error('no room')) };
  await expect(from.fetchList({ digest: digest }, never, () => full)).rejects.toThrow('no room');
  expect((await fetchFull(from, digest)).table.rows[0]?.[1]).toMatch(/^other/);
}, 30_000);
