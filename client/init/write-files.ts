import { chmod, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { fileFault } from '../../errors/file-fault';
import { makeFolder } from '../../config/make-folder';

export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** For its owner only. */
  readonly secret: boolean;
}

/** Writes the files; one that is there already only with `force`. Throws CollectorError `file_exists` and `usage`. */
export async function writeFiles(files: readonly NewFile[], force: boolean): Promise<void> {
  for (const file of files) {
    await writeNewFile(file, force).catch((error: unknown) => {
      throw refusal(file.path, error);
    });
  }
}

async function writeNewFile({ path, text, secret }: NewFile, force: boolean): Promise<void> {
  const mode = secret ? 0o600 : 0o644;
  await makeFolder(dirname(path), secret ? 0o700 : 0o777);
  if (force) await chmod(path, mode).catch(() => undefined); // before the secret is in it; there may be no such file
  await writeFile(path, text, { mode, flag: force ? 'w' : 'wx' });
}

function refusal(path: string, error: unknown): CollectorError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EEXIST') return new CollectorError('file_exists', { seen: path });
  const why = fileFault(error)?.seen ?? `(${code})`;
  return new CollectorError('usage', { setting: '--config', seen: `${path} cannot be written: ${why}` });
}
