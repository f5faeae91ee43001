import { Readable } from 'node:stream';
import FormData from 'form-data';
import type { DeployContent } from './deploy-content';

/**
 * The multipart body of a deploy: `deploy-config` without a file name, then `csv` as a file, fed chunk by chunk as
 * the connection takes it. The length of the whole is known, so that the request needs no chunked encoding, which
 * not every gateway accepts.
 *
 * `onChunk` is called whenever the connection has room for more: proof that the peer still reads.
 */
export function deployForm(content: DeployContent, lookupName: string, onChunk: () => void): FormData {
  const form = new FormData();
  form.append('deploy-config', content.config, { contentType: 'application/json' });
  form.append('csv', Readable.from(watched(content.csv.read(), onChunk), { objectMode: false }), {
    contentType: 'text/csv',
    filename: `${lookupName}.csv`,
    knownLength: content.csv.bytes,
  });
  return form;
}

async function* watched(chunks: AsyncIterable<Buffer>, onChunk: () => void): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks) {
    onChunk();
    yield chunk;
  }
}
