#!/usr/bin/env node
import { createNarrator } from './setup/narrator.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { asSetupError, reportSetupError } from './setup/setup-error.mjs';

// Packages, compiled files and bundles; nothing is started. With --plain, dist is a folder and no link to one.
const release = endOnInterrupt();
try {
  const narrator = createNarrator(process.stdout);
  await setUp(narrator, { build: true, plain: process.argv.includes('--plain') });
  narrator.say('Build: dist is current');
} catch (error) {
  reportSetupError(asSetupError(error), false);
} finally {
  release();
}
