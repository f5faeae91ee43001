import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

// Temporal's core comes for five platforms, some 27 MB each, and one of them is ever loaded: the others go.
// `node keep-native-core.mjs FOLDER`, the folder that holds node_modules. The package itself says which one it loads.
const folder = realpathSync(process.argv[2] ?? '.');
const releases = join(folder, 'node_modules', '@temporalio', 'core-bridge', 'releases');
const { getPrebuiltPath } = createRequire(join(folder, 'package.json'))('@temporalio/core-bridge/common');
const [kept] = relative(releases, getPrebuiltPath()).split(sep);
const all = readdirSync(releases);
if (!all.includes(kept)) throw new Error(`There is no native core for this platform: ${kept}`);
for (const name of all) if (name !== kept) rmSync(join(releases, name), { recursive: true });
console.log(`native core: ${kept}; removed ${all.length - 1} of other platforms`);
