import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SETUP = join(__dirname, '..', '..', 'tools', 'setup');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs some lines of an ES module in a process of its own, as the tools run: `setup(name)` imports a file of
 * tools/setup, `narrator` prints to stderr, and what the lines return is printed as JSON.
 */
export function runModule(lines: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const script = `
    const setup = (name) => import(${JSON.stringify(`${pathToFileURL(SETUP).href}/`)} + name + '.mjs');
    const { createNarrator } = await setup('narrator');
    const narrator = createNarrator(process.stderr);
    const result = await (async () => { ${lines} })();
    process.stdout.write(JSON.stringify(result ?? null));`;
  return runNode(['--input-type=module', '-e', script], env);
}

/** The same for modules of another folder of tools: `part(name)` imports a file of it, and `root` is the checkout. */
export function runWith(folder: string, lines: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const tools = join(__dirname, '..', '..', 'tools');
  const script = `
    const part = (name) => import(${JSON.stringify(`${pathToFileURL(join(tools, folder)).href}/`)} + name + '.mjs');
    const root = ${JSON.stringify(join(tools, '..'))};
    const result = await (async () => { ${lines} })();
    process.stdout.write(JSON.stringify(result ?? null));`;
  return runNode(['--input-type=module', '-e', script], env);
}

/** Runs node with these arguments. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '', ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}
