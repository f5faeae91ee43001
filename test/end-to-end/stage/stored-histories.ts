import { inflateRawSync } from 'node:zlib';
import { Connection } from '@temporalio/client';
import { z } from 'zod';

const payloadSchema = z.object({
  metadata: z.record(z.string(), z.instanceof(Uint8Array)),
  data: z.instanceof(Uint8Array).nullish(),
});

/** Every event of every run that the server holds, as text: as it is stored, with payloads read and inflated. */
export async function storedHistories(address: string, namespace: string): Promise<Map<string, string>> {
  const connection = await Connection.connect({ address });
  const { workflowService } = connection;
  const texts = new Map<string, string>();
  try {
    const runs = await pages(async (nextPageToken) => {
      const page = await workflowService.listWorkflowExecutions({ namespace, nextPageToken });
      return { items: page.executions, next: page.nextPageToken };
    });
    for (const { execution = null, memo, searchAttributes } of runs) {
      const events = await pages(async (nextPageToken) => {
        const page = await workflowService.getWorkflowExecutionHistory({ namespace, execution, nextPageToken });
        return { items: page.history?.events ?? [], next: page.nextPageToken };
      });
      texts.set(
        `history of ${execution?.workflowId ?? ''} ${execution?.runId ?? ''}`,
        [memo, searchAttributes, ...events].map(textOf).join('\n'),
      );
    }
  } finally {
    await connection.close();
  }
  return texts;
}

type Page<Item> = { readonly items: readonly Item[]; readonly next: Uint8Array };

async function pages<Item>(read: (token: Uint8Array) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let token: Uint8Array = new Uint8Array();
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token.length > 0);
  return all;
}

/**
 * All that an object of the server holds: names, texts, bytes as text and as base64, deflated payloads inflated, packed
 * lists unpacked.
 */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('utf8')} `;
  if (typeof value !== 'object') return `${typeof value === 'string' ? value : JSON.stringify(value)} `;
  return (
    Object.entries(value)
      .map(([name, member]) => `${name} ${textOf(member)}`)
      .join('') + unpackedText(value)
  );
}

/** What a payload holds in other ways than as plain text; empty for everything else. */
function unpackedText(value: object): string {
  const { metadata = {}, data } = payloadSchema.safeParse(value).data ?? {};
  if (!data) return '';
  const encoding = Buffer.from(metadata['encoding'] ?? []).toString();
  if (encoding === 'binary/deflated') return inflateRawSync(data).toString('utf8');
  return encoding === 'binary/json-with-bytes'
    ? packedRows(data, Number(Buffer.from(metadata['json-length'] ?? []).toString()))
    : '';
}

/** The rows of a list that travels packed: its pieces stand behind the JSON, in the order in which it names them. */
function packedRows(data: Uint8Array, jsonLength: number): string {
  const json = Buffer.from(data.subarray(0, jsonLength)).toString('utf8');
  const [, pieces = ''] = /"packed":\[([^\]]*)\]/.exec(json) ?? [];
  let end = jsonLength + lengthsIn(json.slice(0, json.indexOf('"packed"'))).reduce((sum, length) => sum + length, 0);
  return lengthsIn(pieces)
    .map((length) => {
      end += length;
      return inflateRawSync(data.subarray(end - length, end)).toString('utf8');
    })
    .join(' ');
}

function lengthsIn(json: string): number[] {
  return [...json.matchAll(/"\$bytes":(\d+)/g)].map(([, length]) => Number(length));
}
