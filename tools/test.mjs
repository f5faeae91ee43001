#!/usr/bin/env node
import { LINT, QUICK_CHECKS, isTooOldFor } from './setup/check.mjs';
import { createNarrator, seconds } from './setup/narrator.mjs';
import { runJest } from './setup/run-jest.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup/setup-error.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';
import { chooseTests } from './setup/test-tiers.mjs';

// `npm test`: what every change is tested by; `npm run test:all`: everything. Words after `--` go to jest, and choose
// among everything. Each check of the sources counts as one test.
const chosen = chooseTests(process.argv.slice(2));
const narrator = createNarrator(process.stdout);
const tally = { passed: 0, failed: 0, skipped: 0 };
endOnInterrupt();

try {
  await prepare();
  const lint = runCheck(LINT);
  for (const check of QUICK_CHECKS) await runCheck(check);
  await runTests();
  await lint;
} catch (error) {
  reportSetupError(asSetupError(error), false);
  tally.failed += 1;
}
if (!chosen.isAll) narrator.say('Tests of whole programs, crashes and the engine are in: npm run test:all');
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
narrator.say(`tests: ${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

async function prepare() {
  await setUp(narrator, { build: false });
  // The tests have a Temporal of their own, whatever server the user works with.
  const environment = { ...process.env };
  delete environment.TEMPORAL_ADDRESS;
  process.env.TEMPORAL_CLI_PATH = await provideTemporalCli(narrator, environment);
  await buildForTests();
}

/** Tests that start the built program need it; where it does not compile, the checks below tell what is wrong. */
async function buildForTests() {
  try {
    await setUp(narrator);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    narrator.say(error.message);
    tally.failed += 1;
  }
}

async function runCheck(check) {
  if (isTooOldFor(check)) {
    narrator.say(`skipped: ${check.name} (needs Node ${check.since})`);
    tally.skipped += 1;
    return;
  }
  const startedAt = Date.now();
  const fault = await check.run();
  narrator.say(`${fault === null ? 'ok' : 'FAILED'}: ${check.name} (${seconds(Date.now() - startedAt)})`);
  if (fault !== null) narrator.say(fault);
  tally[fault === null ? 'passed' : 'failed'] += 1;
}

async function runTests() {
  const startedAt = Date.now();
  const { passed, failed, skipped, code, parts, leftIn } = await runJest(chosen.jest);
  const broken = code !== 0 && failed === 0 ? 1 : 0; // jest itself fell over: a setup, a teardown, a crash
  tally.passed += passed;
  tally.failed += failed + broken;
  tally.skipped += skipped;
  narrator.say(`${failed + broken === 0 ? 'ok' : 'FAILED'}: jest (${seconds(Date.now() - startedAt)})`);
  if (parts.length > 0) narrator.say(`  of it: ${parts.map(({ part, ms }) => `${part} ${seconds(ms)}`).join(', ')}`);
  if (leftIn !== null) narrator.say(`  what the tests left behind is in ${leftIn}`);
}
