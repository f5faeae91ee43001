#!/usr/bin/env node
import { createNarrator } from './setup/narrator.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { SetupError, reportSetupError } from './setup/setup-error.mjs';

// Packages, compiled files and workflow bundle; nothing is started.
const release = endOnInterrupt();
try {
  const narrator = createNarrator(process.stdout);
  await setUp(narrator);
  narrator.say('Build: dist/ is current');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  reportSetupError(error, false);
} finally {
  release();
}
