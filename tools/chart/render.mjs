import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/project.mjs';
import { runCommand } from '../setup/run-command.mjs';

export const CHART = join(ROOT, 'deploy', 'helm', 'ctci-collector');
export const EXAMPLES = join(ROOT, 'deploy', 'helm', 'examples');

const VALUES = '.values.yaml';

/** The examples by name: `small` is `small.values.yaml`, and `small.yaml` is what becomes of it. */
export function exampleNames() {
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith(VALUES))
    .map((name) => name.slice(0, -VALUES.length))
    .sort();
}

export function valuesOf(name) {
  return join(EXAMPLES, `${name}${VALUES}`);
}

/** Helm must not look into the home of whoever runs it. */
function run(helm, args) {
  return runCommand(helm, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', HELM_CACHE_HOME: '/nonexistent' },
    timeoutMs: 60_000,
  });
}

/** What Helm finds wrong with the chart: null, or its words. */
export async function lint(helm, values) {
  const { code, output } = await run(helm, [
    'lint',
    '--strict',
    CHART,
    ...(values === undefined ? [] : ['--values', values]),
  ]);
  return code === 0 ? null : output.trim();
}

/**
 * The manifests that the chart makes of an example's values, with more settings in Helm's own `name=value` form.
 *
 * @returns {Promise<{ text: string, fault: string | null }>}
 */
export async function render(helm, name, ...more) {
  const { code, stdout, output } = await run(helm, [
    'template',
    'collector',
    CHART,
    '--namespace',
    'security',
    '--values',
    valuesOf(name),
    ...more,
  ]);
  return { text: stdout, fault: code === 0 ? null : output.trim() };
}
