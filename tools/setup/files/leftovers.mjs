import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.mjs';

/** The workflows as one file; it is made of many sources. */
export const WORKFLOW_BUNDLE = 'workflow-bundle.js';

/** The client with its packages as one file. */
export const CLIENT_BUNDLE = 'client-bundle.js';

/** Removes what was compiled from a source that is gone since: it must neither hide a wrong import nor be packed. */
export function removeLeftovers(build) {
  for (const name of readdirSync(build, { recursive: true })) {
    if (
      !name.endsWith('.js') ||
      name === WORKFLOW_BUNDLE ||
      name === CLIENT_BUNDLE ||
      existsSync(join(ROOT, name.replace(/\.js$/, '.ts')))
    )
      continue;
    for (const file of [name, `${name}.map`]) rmSync(join(build, file), { force: true });
  }
}
