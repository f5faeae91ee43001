import { randomBytes } from 'node:crypto';
import type { StreamedBody } from '../../../http/http-message';
import type { DeployContent } from '../content/deploy-content';

/**
 * The multipart body of a deploy (RFC 7578): `deploy-config` without a file name, then `csv` as a file, read piece by
 * piece as the connection takes it. The length of the whole is known, so that the request needs no chunked encoding,
 * which not every gateway accepts.
 */
export function deployForm(content: DeployContent, lookupName: string): StreamedBody {
  const boundary = `------------------------${randomBytes(12).toString('hex')}`;
  const before = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="deploy-config"\r\nContent-Type: ` +
      `application/json\r\n\r\n${content.config}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="csv"; ` +
      `filename="${quotable(lookupName)}.csv"\r\nContent-Type: text/csv\r\n\r\n`,
  );
  const after = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': before.length + content.csv.bytes + after.length,
    },
    async *chunks() {
      yield before;
      yield* content.csv.read();
      yield after;
    },
  };
}

/** As HTML's forms write a name within quotes. */
function quotable(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
