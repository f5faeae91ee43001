import { join } from 'node:path';
import { userCache } from '../../setup/files/user-cache.mjs';

/**
 * Where the engine of `npm run containers` keeps what is expensive: images and layers. In the user's cache, apart from
 * every other engine of the machine.
 */
export const PLACE = join(userCache(), 'containers');

/** The engine's data root. Some 3 GB after the first run. */
export const IMAGES = join(PLACE, 'engine');

/** Docker's own settings folder, so that nothing of the user's is read or written. */
export const CLIENT_SETTINGS = join(PLACE, 'client');
