import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.mjs';

/**
 * Whether these files came as a package, with their build, and not as a checkout that builds itself. npm never packs a
 * `package-lock.json`.
 */
export function isPrebuilt(root = ROOT) {
  return !existsSync(join(root, 'package-lock.json'));
}
