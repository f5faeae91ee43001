import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { ROOT } from './project.mjs';

/**
 * One check of the sources: a name for people, and what it runs. An outcome of null is well; text says what is not.
 *
 * @typedef {{ name: string, run(): Promise<string | null> }} Check
 */

function program(name, script, args) {
  return {
    name,
    async run() {
      const result = await runCommand(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT });
      return result.code === 0 ? null : result.output.trim() || `ended with ${result.code}`;
    },
  };
}

/** Addresses in the lockfile would tie every installation to the registry of whoever wrote it. */
const lockfileHasNoAddresses = {
  name: 'lockfile',
  async run() {
    const { packages = {} } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const bound = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path);
    return bound.length === 0 ? null : `these packages name a download address (resolved): ${bound.slice(0, 10).join(', ')}`;
  },
};

/** Longest first: they run two at a time. */
export const CHECKS = [
  program('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  program('types', 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']),
  program('import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', '.']),
  program('unused code', 'knip/bin/knip.js', ['--no-progress']),
  lockfileHasNoAddresses,
];
