import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the types of the oldest Node do not have. */
interface Newer {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/**
 * From now on Node keeps what it compiles, and the next verb finds it: for a build that was made with another Node.
 * Node has it since 22.1; an older one goes on without, and so does one that cannot write to the cache.
 * `NODE_DISABLE_COMPILE_CACHE` turns it off.
 */
export function keepCompiled({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): void {
  const { enableCompileCache }: typeof nodeModule & Newer = nodeModule;
  if (enableCompileCache === undefined) return;
  const home = XDG_CACHE_HOME ?? (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : null);
  enableCompileCache(join(home ?? join(homedir(), '.cache'), 'ctci-collector', 'compiled'));
}
