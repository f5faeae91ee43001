/** npm reads a lockfile inside a package under this name alone. */
export const SHRINKWRAP = 'npm-shrinkwrap.json';

/**
 * The lockfile of a package: whoever installs it gets the very versions that were tested, each with its checksum, and no
 * package of development.
 *
 * @param {{ lockfileVersion: number, packages: Record<string, { dev?: boolean, devOptional?: boolean, devDependencies?: object }> }} lockfile
 */
export function shrinkwrapOf({ packages, ...lockfile }) {
  const production = Object.entries(packages).filter(([, { dev }]) => dev !== true);
  const root = { ...packages[''] };
  delete root.devDependencies;
  return { ...lockfile, packages: { ...Object.fromEntries(production), '': root } };
}
