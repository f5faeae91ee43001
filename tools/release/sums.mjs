import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SUMS = 'SHA256SUMS';

/** Writes the sums of all files in the folder as `sha256sum --check` reads them. */
export function writeSums(folder) {
  const names = readdirSync(folder)
    .filter((name) => name !== SUMS)
    .sort();
  const lines = names.map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}\n`,
  );
  writeFileSync(join(folder, SUMS), lines.join(''));
  return names;
}
