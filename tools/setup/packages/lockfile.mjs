import { dirname, posix } from 'node:path';

/**
 * Packages whose entry names a download address. Such a lockfile works only where that address can be reached.
 *
 * @param {{ packages?: Record<string, { resolved?: string }> }} lockfile
 */
export function packagesBoundToAddress(lockfile) {
  return Object.entries(lockfile.packages ?? {})
    .filter(([, entry]) => entry.resolved !== undefined)
    .map(([path]) => path);
}

/**
 * Packages that npm would take whatever comes under their name: no sha512 stands beside them. What a package brings
 * inside of itself (`inBundle`) is covered by its own sum, and a link is a folder of this checkout.
 *
 * @param {{ packages?: Record<string, { integrity?: string, inBundle?: boolean, link?: boolean }> }} lockfile
 */
export function packagesWithoutIntegrity({ packages = {} }) {
  const bare = Object.entries(packages).filter(([path, { integrity, inBundle, link }]) => {
    return path !== '' && !inBundle && !link && !integrity?.startsWith('sha512-');
  });
  return bare.map(([path]) => path);
}

/**
 * Optional packages, usually those of other platforms, that some package asks for and the lockfile does not hold.
 * npm drops them when it writes a lockfile where they cannot be had, and `npm ci` then refuses that lockfile
 * everywhere.
 *
 * @returns {{ path: string, version: string, dev: boolean }[]}
 */
export function missingOptionalPackages({ packages = {} }) {
  const missing = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isInstalledFor(packages, path, name))
        missing.push({ path: `node_modules/${name}`, version, dev: entry.dev === true });
    }
  }
  return missing;
}

/** Node's own search: beside the package, then in every node_modules above it. */
function isInstalledFor(packages, path, name) {
  for (let folder = path; ; folder = dirname(folder)) {
    const base = folder === '.' ? '' : folder;
    if (packages[posix.join(base, 'node_modules', name)]) return true;
    if (base === '') return false;
  }
}
