import { chmodSync, chownSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The user of the collector's container. */
const USER = 1000;

/** Tokens as a strict person keeps them: theirs who uses them, and nobody else's. */
export function writeSecret(folder, name, value, owner = USER) {
  const draft = join(folder, `.${name}.new`);
  writeFileSync(draft, `${value}\n`, { mode: 0o600 });
  chownSync(draft, owner, owner);
  renameSync(draft, join(folder, name)); // as editors and secret stores do it
}

/** @returns {string} a folder that only the container's user may enter */
export function makeSecretFolder(folder) {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, USER, USER);
  chmodSync(folder, 0o700);
  return folder;
}
