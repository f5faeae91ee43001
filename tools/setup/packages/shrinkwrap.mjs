/**
 * npm reads a lockfile inside of a package under this name alone. It is `package-lock.json` whole, development
 * included: `npm ci --omit=dev` wants it to agree with `package.json`.
 */
export const SHRINKWRAP = 'npm-shrinkwrap.json';
