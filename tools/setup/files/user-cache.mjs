import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder in the user's cache for what is expensive to get and belongs to no checkout. */
export function userCache(environment = process.env, platform = process.platform) {
  return join(cacheHome(environment, platform), 'ctci-collector');
}

function cacheHome(environment, platform) {
  if (environment.XDG_CACHE_HOME) return environment.XDG_CACHE_HOME;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}
