import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CLIENT_BUNDLE } from '../files/leftovers.mjs';
import { runCommand } from '../run-command.mjs';

/** A client that does not get on with it would be waited for by every verb. */
const LIMIT_MS = 60_000;

/**
 * Keeps beside the client's bundle what this Node makes of it, where that is not there yet: a package comes from the
 * Node of its release, and a checkout may have been built before Node was renewed.
 *
 * @param {string} build
 * @returns {Promise<string | null>} what went wrong; the client then runs all the same
 */
export async function compileAhead(build) {
  if (!existsSync(join(build, CLIENT_BUNDLE)) || isCompiled(build) || !isWritable(build)) return null;
  // Nothing of this environment: neither a Temporal that it names, nor settings of V8.
  const { PATH, TMPDIR } = process.env;
  const { code, output } = await runCommand(
    process.execPath,
    [join(build, 'client', 'compile-ahead', 'main.js'), build],
    { env: { PATH, TMPDIR, HOME: build }, timeoutMs: LIMIT_MS },
  );
  return code === 0 ? null : output.trim();
}

function isCompiled(build) {
  const require = createRequire(import.meta.url);
  const { compiledCodeFile } = require(join(build, 'client', 'command-line', 'compiled-code.js'));
  return existsSync(compiledCodeFile(join(build, CLIENT_BUNDLE)));
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
