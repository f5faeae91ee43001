import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Its maker may write it, everybody may read it. */
const READABLE = 0o644;

/**
 * Lets everybody read the files of a folder: what is released is for others, and a container engine saves an image for
 * its owner alone, as a strict umask makes all the rest.
 *
 * @param {string} folder
 */
export function letAllRead(folder) {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), READABLE);
}
