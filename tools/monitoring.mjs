#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makePicture } from './monitoring/picture.mjs';
import { providePrometheus } from './monitoring/provide-prometheus.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup/setup-error.mjs';

// `npm run monitoring`: tries metrics, alerts and dashboard with Debian's Prometheus, which is unpacked into the user's
// cache when there is none on PATH. `-- --picture` makes the picture of docs/monitoring.md instead.

const OPTIONS = {
  picture: { type: 'boolean', default: false },
  minutes: { type: 'string', default: '24' }, // of the clock, that the day of the picture takes
};

const narrator = createNarrator(process.stdout);

try {
  const { values } = parseArgs({ options: OPTIONS });
  const minutes = Number(values.minutes);
  if (!(minutes >= 6 && minutes <= 24 * 60))
    throw new SetupError(`--minutes is ${values.minutes}, and must be a number from 6 to 1440.`, {
      setting: '--minutes',
    });
  const prometheus = providePrometheus(narrator);
  if (values.picture) await makePicture({ prometheus, minutes, narrator });
  else if (!tryAll()) process.exitCode = 1;
} catch (error) {
  reportSetupError(asSetupError(error), false);
}

/** The rules with promtool, and everything with a worker that is scraped. */
function tryAll() {
  const rules = runTests('test/monitoring', 'rooms');
  const real = runTests('test/end-to-end/monitoring/prometheus', 'engine');
  return rules && real;
}

function runTests(path, project) {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, path, '--selectProjects', project];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}
