import { realpathSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * What a person types to get at this program again, without a verb: as it was called on PATH, by npm's script in the
 * checkout, or by the path of the file from anywhere else.
 *
 * @param {string} program the file that was started, as it was called
 */
export function ownCommand(program = process.argv[1], folder = process.cwd()) {
  if (basename(program) === 'ctci-collector') return 'ctci-collector';
  if (realpathSync(folder) === realpathSync(ROOT)) return 'npm run -s collector --';
  const path = join(ROOT, 'tools', 'collector.mjs');
  const near = relative(folder, path);
  const shorter = near.length < path.length ? near : path;
  return `node ${/[^\w@%+=:,./-]/.test(shorter) ? `'${shorter.replaceAll("'", "'\\''")}'` : shorter}`;
}
