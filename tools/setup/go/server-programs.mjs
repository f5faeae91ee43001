import { join } from 'node:path';
import { provideGoPrograms } from './go-program.mjs';

/**
 * The Temporal server and its schema tool, built from their published source once and kept in the user's cache.
 *
 * @param {string} version such as 1.31.2
 * @param {import('../narrator.mjs').Narrator} narrator
 * @returns {Promise<{ server: string, sql: string }>}
 */
export async function provideServerPrograms(version, narrator) {
  const folder = await provideGoPrograms(
    { title: 'temporal-server', module: 'go.temporal.io/server', version, packages: ['cmd/server', 'cmd/tools/sql'] },
    narrator,
  );
  return { server: join(folder, 'server'), sql: join(folder, 'sql') };
}
