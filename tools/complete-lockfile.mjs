#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptionalPackages, packagesWithoutIntegrity } from './setup/packages/lockfile.mjs';
import { platformOfPackage } from './setup/packages/platform-of-package.mjs';
import { ROOT } from './setup/project.mjs';
import { runCommand } from './setup/run-command.mjs';

// Puts back what npm left out of the lockfile: the packages of other platforms, without which `npm ci` refuses it, and
// checksums. Run it after `npm install` when `npm test` asks for it.
const file = join(ROOT, 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));

for (const { path, version, dev } of missingOptionalPackages(lockfile)) {
  const platform = platformOfPackage(path);
  if (platform === null) {
    complain(path, 'the name does not say for which platform it is; add it by hand');
    continue;
  }
  const { os, cpu, libc } = platform;
  lockfile.packages[path] = { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os };
  console.log(`${path} ${version}`);
}
for (const path of packagesWithoutIntegrity(lockfile)) await addIntegrity(path, lockfile.packages[path]);

const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lockfile.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);

/** Asks the registry that npm is set to use; the sum stands where npm itself writes it, behind the version. */
async function addIntegrity(path, entry) {
  const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const npm = await runCommand('npm', ['view', `${name}@${entry.version}`, 'dist.integrity'], {
    cwd: ROOT,
    timeoutMs: 60_000,
  });
  const integrity = npm.stdout.trim();
  if (npm.code !== 0 || !integrity.startsWith('sha512-')) {
    complain(path, 'the registry does not tell its checksum');
    return;
  }
  const { version, ...rest } = entry;
  lockfile.packages[path] = { version, integrity, ...rest };
  console.log(`${path} ${integrity.slice(0, 20)}…`);
}

function complain(path, words) {
  console.error(`${path}: ${words}`);
  process.exitCode = 1;
}
