#!/usr/bin/env node
import { createNarrator } from './setup/narrator.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { asSetupError, reportSetupError } from './setup/setup-error.mjs';

// Packages, compiled files and workflow bundle; nothing is started.
const release = endOnInterrupt();
try {
  const narrator = createNarrator(process.stdout);
  await setUp(narrator);
  narrator.say('Build: dist/ is current');
} catch (error) {
  reportSetupError(asSetupError(error), false);
} finally {
  release();
}
