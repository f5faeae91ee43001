import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const run = promisify(execFile);

/** Path of the Temporal CLI, found or made as `npm start` does it; that takes minutes at most once. */
export async function findTemporalCli(): Promise<string> {
  const env = { ...process.env };
  delete env['TEMPORAL_ADDRESS']; // the tests have a server of their own
  const { stdout } = await run(process.execPath, [join(ROOT, 'tools', 'temporal-cli.mjs')], { env });
  return stdout.trim();
}

/** Bundles the workflows into the file; null while there are none. */
export async function bundleWorkflowsTo(file: string): Promise<string | null> {
  if (!existsSync(join(ROOT, 'workflows', 'index.ts'))) return null;
  await run(process.execPath, [join(ROOT, 'tools', 'setup', 'build', 'bundle-main.mjs'), file], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return file;
}
