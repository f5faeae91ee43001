import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** Root folder of the checkout: everything else is found from here, whatever the current folder is. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The current build: a link to its folder (`builds.mjs`), or the folder itself. Ignored by git, safe to delete. */
export const DIST = join(ROOT, 'dist');

/** What the tools keep beside the builds begins with this: ignored by git, safe to delete while nothing runs. */
export const BUILD_PREFIX = '.dist-';

/** The rooms that make up the product; tests, benches and tools are not built by `npm start`. */
export const PRODUCT_ROOMS = [
  'workflows',
  'activities',
  'domain',
  'errors',
  'packing',
  'http',
  'sources',
  'outputs',
  'config',
  'worker',
  'client',
  'simulators',
  'engine',
];
