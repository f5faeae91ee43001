import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Compiles the product into `dist/`. Type errors end the setup: what does not type-check is not started.
 *
 * @param {string} root
 */
export async function compileProduct(root) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = await runCommand(process.execPath, [compiler, '--project', 'tsconfig.build.json', '--pretty', 'false'], { cwd: root });
  if (result.code !== 0) throw new SetupError(`The sources do not compile:\n${result.output.trim()}`);
}
