import type { IncomingMessage } from 'node:http';
import busboy from '@fastify/busboy';

/** The configuration part of a deploy, as it was received. */
export interface ReceivedConfig {
  readonly columns: { readonly name: string; readonly type: string }[];
  readonly hasHeader: boolean;
  readonly key: { readonly type: string; readonly column: string };
  readonly append: boolean;
  readonly contribution?: { readonly type: string };
}

/** A deploy's form, read by a real parser. */
export interface ReceivedForm {
  readonly config: ReceivedConfig;
  readonly parts: readonly { readonly name: string; readonly filename: string | undefined; readonly type: string }[];
  readonly csv: Buffer;
}

export async function readForm(request: IncomingMessage): Promise<ReceivedForm> {
  const parts: { name: string; filename: string | undefined; type: string }[] = [];
  const chunks: Buffer[] = [];
  let config: ReceivedConfig | undefined;
  await new Promise<void>((resolve, reject) => {
    const form = busboy({ headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' } });
    form.on('field', (name, value, _nameCut, _valueCut, _encoding, type) => {
      parts.push({ name, filename: undefined, type });
      config = JSON.parse(value) as ReceivedConfig;
    });
    form.on('file', (name, stream, filename, _encoding, type) => {
      parts.push({ name, filename, type });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    });
    form.on('finish', resolve);
    form.on('error', reject);
    request.on('error', reject);
    request.pipe(form);
  });
  if (!config) throw new Error('no deploy-config');
  return { config, parts, csv: Buffer.concat(chunks) };
}
