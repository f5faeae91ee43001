import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptionalPackages, packagesBoundToAddress, packagesWithoutIntegrity } from './packages/lockfile.mjs';
import { runCommand } from './run-command.mjs';
import { PRODUCT_ROOMS, ROOT } from './project.mjs';

/**
 * One check of the sources: a name for people, and what it runs. An outcome of null is well; text says what is not.
 * `since` is the oldest Node that its program runs on, where that is newer than the product's own.
 *
 * @typedef {{ name: string, since?: string, run(): Promise<string | null> }} Check
 */

function program(name, script, args, { since, calm } = {}) {
  return {
    name,
    since,
    async run() {
      const result = await runCommand(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
        cwd: ROOT,
        calm,
      });
      return result.code === 0 ? null : result.output.trim() || `ended with ${result.code}`;
    },
  };
}

const FOLDERS = [...PRODUCT_ROOMS, 'tools', 'test', 'bench'].filter((folder) => existsSync(join(ROOT, folder)));

/**
 * `npm ci` must work everywhere, and take only what was meant: no address of one registry, every platform, every
 * checksum.
 */
const lockfile = {
  name: 'lockfile',
  async run() {
    const content = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const bound = packagesBoundToAddress(content);
    if (bound.length > 0) return `these packages name a download address (resolved): ${bound.slice(0, 10).join(', ')}`;
    const missing = missingOptionalPackages(content).map(({ path }) => path);
    if (missing.length > 0)
      return `these packages are missing (run node tools/complete-lockfile.mjs): ${missing.slice(0, 10).join(', ')}`;
    const bare = packagesWithoutIntegrity(content);
    return bare.length === 0
      ? null
      : `these packages lack a checksum (run node tools/complete-lockfile.mjs): ${bare.slice(0, 10).join(', ')}`;
  },
};

/** Takes as long as all others together, so it goes on beside the tests and lets them go first. */
export const LINT = program('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'], { calm: true });

export const QUICK_CHECKS = [
  program('types', 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']),
  program(
    'import rules',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', '.dependency-cruiser.cjs', ...FOLDERS],
    { since: '20.12' },
  ),
  program('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  program('unused code', 'knip/bin/knip.js', ['--no-progress']),
  lockfile,
];

/** Whether this Node is too old for the check's program. */
export function isTooOldFor({ since }, version = process.versions.node) {
  return since !== undefined && version.localeCompare(since, 'en', { numeric: true }) < 0;
}
