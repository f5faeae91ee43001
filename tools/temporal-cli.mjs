#!/usr/bin/env node
import { createNarrator } from './setup/narrator.mjs';
import { endOnInterrupt } from './setup/set-up.mjs';
import { asSetupError, reportSetupError } from './setup/setup-error.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';

// Prints the path of the Temporal CLI on stdout, after getting it where need be: for programs that are not of this
// folder.
const release = endOnInterrupt();
try {
  const path = await provideTemporalCli(createNarrator(process.stderr));
  if (path !== null) process.stdout.write(`${path}\n`);
} catch (error) {
  reportSetupError(asSetupError(error), false);
} finally {
  release();
}
