#!/usr/bin/env node
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNarrator } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { asSetupError, reportSetupError } from './setup/setup-error.mjs';
import { SHRINKWRAP } from './setup/packages/shrinkwrap.mjs';

// `npm pack` runs this first: the build as a folder, for npm packs no links, and the versions that were tested.
// `tools/postpack.mjs` takes away what is for the package alone. On stderr: `npm pack --json` has stdout for itself.
const release = endOnInterrupt();
try {
  await setUp(createNarrator(process.stderr), { build: true, plain: true });
  copyFileSync(join(ROOT, 'package-lock.json'), join(ROOT, SHRINKWRAP));
} catch (error) {
  reportSetupError(asSetupError(error), false);
} finally {
  release();
}
