import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dedupeList } from '../../activities/dedupe';
import { packTable } from '../../activities/pack-table';
import { markRows } from '../../domain/compare-list';
import { ledgerBytes, NO_LEDGER, readLedger } from '../../domain/ledger';
import { unpackTable } from '../../domain/packed-table';
import { listDigest, rowFingerprints } from '../../domain/row-digest';
import { deployContent } from '../../outputs/devo-lookup/deploy-content';
import type { AnswerContext } from '../../sources/ctci/answer-error';
import { readRows } from '../../sources/ctci/read-rows';
import { createTableBuilder } from '../../sources/ctci/table-builder';
import { answerMessages } from './answering';

const messageSchema = z.object({ bodyFile: z.string(), rounds: z.number() });

const CONTEXT: AnswerContext = { mask: (text) => text, now: Date.now, addressSetting: 'bench', credentialsSetting: 'bench' };

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
  const builder = createTableBuilder(false);
  const answer = {
    request: 'GET', status: 200, contentType: 'application/json', retryAfter: undefined, location: undefined, isFramed: true, body,
    read: { mark: { encoding: '', bytes: body.length, sha256: '' }, isKnown: false },
  };
  readRows(answer, builder, CONTEXT);
  const { table } = builder.finish();
  const fingerprints = rowFingerprints(table);
  listDigest(fingerprints);
  dedupeList(readLedger(ledgerBytes(markRows(table, fingerprints))), { list: NO_LEDGER, outputs: {} });
  const sent = unpackTable(await packTable(table)); // the list travels packed from step to step
  let bytes = 0;
  for (const chunk of deployContent('replace', sent.columns, sent).csv()) bytes += Buffer.from(chunk).length;
  return bytes;
}
