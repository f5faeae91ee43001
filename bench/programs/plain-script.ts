import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { peakBytes } from '../stage/process-cost';
import { answerMessages } from './answering';

const messageSchema = z.object({ bodyFile: z.string(), csvFile: z.string(), rounds: z.number() });

const rowSchema = z.looseObject({
  cve: z.string(),
  vendor: z.string().nullable(),
  product: z.string().nullable(),
  description: z.string().nullable(),
  date_added: z.number().nullable(),
  enabled: z.boolean().nullable(),
});
const listSchema = z.object({ data: z.array(rowSchema) });

/**
 * What anybody would write in an afternoon: parse the list, check it with zod, hash its rows, write it as CSV. Answers
 * with the milliseconds of each round, reading and writing of the files left out.
 */
answerMessages((message) => {
  const { bodyFile, csvFile, rounds } = messageSchema.parse(message);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const body = readFileSync(bodyFile);
    const startedAt = performance.now();
    const csv = work(body);
    times.push(performance.now() - startedAt);
    writeFileSync(csvFile, csv);
  }
  return { times, peak: peakBytes(process.pid) };
});

function work(body: Buffer): string {
  const { data } = listSchema.parse(JSON.parse(body.toString('utf8')));
  const digests = data.map((row) => createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 16));
  createHash('sha256').update(digests.toSorted().join('\n')).digest('hex');
  const columns = Object.keys(data[0] ?? {});
  const lines = data.map((row) => columns.map((column) => quoted(row[column])).join(','));
  return [columns.join(','), ...lines].join('\r\n');
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
