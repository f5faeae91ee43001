import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { fetchFull, isSame, keptRows, never, server, source } from './rig';

function packed(vendor: string, madeAt: number): Buffer {
  const bytes = gzipSync(JSON.stringify([{ cve: 'CVE-2025-1', vendor }]), { level: 0 }); // other rows, same length
  bytes.writeUInt32LE(madeAt, 4);
  return bytes;
}

/** A source that is answered with these bodies, one after the other. */
async function answeredWith(bodies: readonly Buffer[]) {
  let next = 0;
  const { url } = await server((_request, response) => {
    const body = bodies[next++] ?? Buffer.alloc(0);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    for (let at = 0; at < body.length; at += 7) response.write(body.subarray(at, at + 7));
    response.end();
  });
  return source(url);
}

test('a packed list that comes again is the same, also when it was packed at another time', async () => {
  const ctci = await answeredWith([packed('Ivanti', 1), packed('Ivanti', 1), packed('Ivanti', 77_777)]);
  const { digest, bytes } = await fetchFull(ctci);
  for (let pull = 0; pull < 2; pull += 1) {
    expect(await ctci.fetchList({ digest: digest }, never, keptRows)).toEqual({
      unchanged: true,
      digest,
      bytes,
      received: 1,
      without_key: 0,
      requests: 1,
    });
  }
});

test('a packed list of the same length with other rows is read', async () => {
  const ctci = await answeredWith([packed('Ivanti', 1), packed('Citrix', 1), packed('Ivanti', 1)]);
  const first = await fetchFull(ctci);
  const second = await fetchFull(ctci, first.digest);
  expect(second.table.rows[0]).toContain('Citrix');
  expect((await fetchFull(ctci, second.digest)).digest).toBe(first.digest);
});

test('a list that comes again is read when it is not the one that was delivered', async () => {
  const ctci = await answeredWith([packed('Ivanti', 1), packed('Ivanti', 1)]);
  const { digest } = await fetchFull(ctci);
  expect(isSame(await ctci.fetchList({ digest: 'another digest' }, never, keptRows))).toBe(false);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test('a list that is shorter, longer or damaged after a known one is judged as ever', async () => {
  const good = packed('Ivanti', 1);
  const damaged = Buffer.from(good);
  damaged.writeUInt8(damaged.readUInt8(30) ^ 1, 30);
  const ctci = await answeredWith([good, packed('Iv', 1), packed('Ivanti and more', 1), damaged]);
  const { digest } = await fetchFull(ctci);
  expect((await fetchFull(ctci, digest)).table.rows[0]).toContain('Iv');
  const longer = await fetchFull(ctci);
  expect(longer.table.rows[0]).toContain('Ivanti and more');
  await expect(ctci.fetchList({ digest: longer.digest }, never, keptRows)).rejects.toMatchObject({
    id: 'ctci_not_json',
  });
});
