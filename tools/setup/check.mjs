import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptionalPackages, packagesBoundToAddress } from './lockfile.mjs';
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

/** `npm ci` must work everywhere: no address of one registry, and the packages of every platform. */
const lockfile = {
  name: 'lockfile',
  async run() {
    const content = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const bound = packagesBoundToAddress(content);
    if (bound.length > 0) return `these packages name a download address (resolved): ${bound.slice(0, 10).join(', ')}`;
    const missing = missingOptionalPackages(content).map(({ path }) => path);
    return missing.length === 0 ? null : `these packages are missing (run node tools/complete-lockfile.mjs): ${missing.slice(0, 10).join(', ')}`;
  },
};

/** Longest first: they run two at a time. */
export const CHECKS = [
  program('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  program('types', 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']),
  program('import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', '.']),
  program('unused code', 'knip/bin/knip.js', ['--no-progress']),
  lockfile,
];
