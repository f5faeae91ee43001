#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provideHelm } from './chart/provide-helm.mjs';
import { EXAMPLES, exampleNames, lint, render, valuesOf } from './chart/render.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { asSetupError, reportSetupError } from './setup/setup-error.mjs';
import { endOnInterrupt } from './setup/set-up.mjs';

// `npm run chart`: Helm looks at the chart, and renders the examples as they are committed; `-- --write` writes them.
const narrator = createNarrator(process.stdout);
const { say } = narrator;
endOnInterrupt();
try {
  const helm = await provideHelm(narrator);
  tell('the chart without values', await lint(helm));
  for (const name of exampleNames()) {
    tell(`lint of ${name}`, await lint(helm, valuesOf(name)));
    tell(`rendering of ${name}`, await compare(helm, name));
  }
} catch (error) {
  reportSetupError(asSetupError(error), false);
}

function tell(what, fault) {
  say(`${fault === null ? 'ok' : 'FAILED'}: ${what}`);
  if (fault === null) return;
  say(fault);
  process.exitCode = 1;
}

async function compare(helm, name) {
  const { text, fault } = await render(helm, name);
  if (fault !== null) return fault;
  const file = join(EXAMPLES, `${name}.yaml`);
  if (process.argv.includes('--write')) writeFileSync(file, text);
  return readFileSync(file, 'utf8') === text
    ? null
    : `${file} is another one; "npm run chart -- --write" writes what Helm renders`;
}
