import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Of other ways to run it, and what is nobody else's. */
const LEFT_OUT = ['helm', 'systemd', 'secrets'];

/** What an operator reads beside the pages of docs, which come whole. */
const PAGES = ['UPGRADING.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE'];

/**
 * What the archive for Compose holds: its files, what they mount, and every page that they and each other name, since
 * who has the archive has nothing else to read.
 *
 * @param {string} root
 * @returns {string[]} files and folders, relative to the root
 */
export function composeFiles(root) {
  const compose = readdirSync(root).filter((file) => /^docker-compose(\.[a-z]+)?\.yml$/.test(file));
  const deploy = readdirSync(join(root, 'deploy')).filter((part) => !LEFT_OUT.includes(part));
  return [...compose, ...PAGES, 'docs', ...deploy.map((part) => `deploy/${part}`)];
}
