import { inflateRawSync } from 'node:zlib';
import { Connection } from '@temporalio/client';
import { z } from 'zod';

const payloadSchema = z.object({ metadata: z.record(z.string(), z.instanceof(Uint8Array)), data: z.instanceof(Uint8Array).nullish() });

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
      texts.set(`history of ${execution?.workflowId ?? ''} ${execution?.runId ?? ''}`, [memo, searchAttributes, ...events].map(textOf).join('\n'));
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

/** All that an object of the server holds: names, texts, bytes as text and as base64, deflated payloads inflated, packed lists unpacked. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('utf8')} `;
  if (typeof value !== 'object') return `${typeof value === 'string' ? value : JSON.stringify(value)} `;
  const payload = payloadSchema.safeParse(value).data;
  const isDeflated = Buffer.from(payload?.metadata['encoding'] ?? []).toString() === 'binary/deflated';
  const inflated = isDeflated && payload?.data ? inflateRawSync(payload.data).toString('utf8') : '';
  const readable = inflated || Buffer.from(payload?.data ?? []).toString('utf8');
  return Object.entries(value).map(([name, member]) => `${name} ${textOf(member)}`).join('') + inflated + packedRows(readable);
}

/** The rows of lists that travel packed. */
function packedRows(json: string): string {
  const pieces = [...json.matchAll(/"packed":\[([^\]]*)\]/g)].flatMap(([, packed = '']) => packed.split(','));
  return pieces.map((piece) => inflateRawSync(Buffer.from(piece, 'base64')).toString('utf8')).join(' ');
}
