import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dedupeList } from '../../activities/dedupe';
import { createListPacker, unpackedInTurn } from '../../packing/list';
import { ledgerBytes, readLedger } from '../../packing/ledger';
import { NO_LEDGER } from '../../domain/ledger/ledger';
import { listDigest } from '../../domain/list/row-digest';
import { deployContent } from '../../outputs/devo-lookup/content/deploy-content';
import type { HttpAnswer } from '../../http/http-message';
import type { ListPeer } from '../../sources/json-rows/list-peer';
import { CTCI_ERRORS } from '../../sources/ctci/ctci-errors';
import { createRowReader } from '../../sources/json-rows/row-reader';
import { CEWL } from '../../sources/ctci/cewl-list';
import { createTableBuilder } from '../../sources/json-rows/table-builder';
import { answerMessages } from './answering';

const messageSchema = z.object({ bodyFile: z.string(), rounds: z.number() });

const CONTEXT: ListPeer = {
  errors: CTCI_ERRORS,
  mask: (text) => text,
  now: Date.now,
  addressSetting: 'bench',
  credentialsSetting: 'bench',
};

const ANSWER: Omit<HttpAnswer, 'body'> = {
  request: 'GET',
  status: 200,
  contentType: 'application/json',
  retryAfter: undefined,
  location: undefined,
  isFramed: true,
  read: { mark: { encoding: '', bytes: 0, sha256: '' }, isKnown: false },
  header: () => undefined,
};

/** In which a body is unpacked. */
const CHUNK_BYTES = 256 * 1024;

/**
 * What the steps of a pull do to a changed list between the last byte of the answer and the first of the deploy, and
 * nothing else. Answers with the milliseconds of each round.
 */
answerMessages(async (message) => {
  const { bodyFile, rounds } = messageSchema.parse(message);
  const body = readFileSync(bodyFile);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work(body);
    times.push(performance.now() - startedAt);
  }
  return { times };
});

/** Bytes of the CSV. */
async function work(body: Buffer): Promise<number> {
  const builder = createTableBuilder(CEWL, false);
  const packer = createListPacker();
  const reader = createRowReader({ rows: 'data', mayBeBare: true, mayTellTotals: true }, builder, packer, body.length);
  for (let from = 0; from < body.length; from += CHUNK_BYTES) await reader.add(body.subarray(from, from + CHUNK_BYTES));
  await reader.finish({ ...ANSWER, body: reader.bytes() }, CONTEXT);
  const { layout, keys, fingerprints } = builder.finish();
  listDigest(fingerprints);
  dedupeList(readLedger(ledgerBytes({ keys, fingerprints })), { list: NO_LEDGER, outputs: {} }, CEWL);
  const sent = unpackedInTurn(await packer.finish(layout)); // the list travels packed from step to step
  let bytes = 0;
  for await (const chunk of (await deployContent('replace', sent.columns, sent)).csv.read()) bytes += chunk.length;
  return bytes;
}
