import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * Compiles the product into a folder. Type errors end the setup: what does not type-check is not started.
 *
 * @param {string} root
 * @param {string} folder
 */
export async function compileProduct(root, folder) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = await runCommand(
    process.execPath,
    [
      compiler,
      '--project',
      'tsconfig.build.json',
      '--outDir',
      folder,
      '--tsBuildInfoFile',
      join(folder, '.build.tsbuildinfo'),
      '--pretty',
      'false',
    ],
    { cwd: root },
  );
  if (result.code !== 0) throw new SetupError(`The sources do not compile:\n${result.output.trim()}`);
}
