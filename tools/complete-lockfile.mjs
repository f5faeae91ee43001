#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptionalPackages } from './setup/lockfile.mjs';
import { platformOfPackage } from './setup/platform-of-package.mjs';
import { ROOT } from './setup/project.mjs';

// Puts back the packages of other platforms that npm left out of the lockfile: run it after `npm install` when
// `npm test` names such packages. Without them `npm ci` refuses the lockfile.
const file = join(ROOT, 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));

for (const { path, version, dev } of missingOptionalPackages(lockfile)) {
  const platform = platformOfPackage(path);
  if (platform === null) {
    console.error(`${path}: the name does not say for which platform it is; add it by hand`);
    process.exitCode = 1;
    continue;
  }
  lockfile.packages[path] = { version, cpu: platform.cpu, ...(dev ? { dev } : {}), ...(platform.libc ? { libc: platform.libc } : {}), optional: true, os: platform.os };
  console.log(`${path} ${version}`);
}
const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lockfile.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
