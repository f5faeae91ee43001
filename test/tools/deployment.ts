import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { runNode, type Outcome } from './run-module';

export const ROOT = join(__dirname, '..', '..');

const BY_HAND = pathToFileURL(join(ROOT, 'tools', 'by-hand')).href;

/** Runs some lines that use the modules of tools/by-hand (`byHand(name)` imports one) and print what they return. */
export function runByHand(lines: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const script = `
    const byHand = (name) => import(${JSON.stringify(`${BY_HAND}/`)} + name + '.mjs');
    const root = ${JSON.stringify(ROOT)};
    const result = await (async () => { ${lines} })();
    process.stdout.write(JSON.stringify(result ?? null));`;
  return runNode(['--input-type=module', '-e', script], env);
}

const instruction = z.object({
  name: z.string(),
  text: z.string(),
  args: z.array(z.string()).nullable(),
  line: z.number(),
});
const stages = z.array(z.object({ name: z.string().nullable(), base: z.string(), instructions: z.array(instruction) }));

export type Stage = z.output<typeof stages>[number];

/** The Dockerfile's stages, in order. */
export async function dockerfileStages(): Promise<Stage[]> {
  const { stdout, stderr } = await runByHand(
    `return (await byHand('dockerfile')).readDockerfile(root + '/Dockerfile')`,
  );
  if (stdout === '') throw new Error(stderr);
  return stages.parse(JSON.parse(stdout));
}

/** What the .dockerignore lets into the build. */
export async function allowedIntoBuild(): Promise<string[]> {
  const { stdout, stderr } = await runByHand(
    `return (await byHand('docker-ignore')).allowedIntoBuild(root + '/.dockerignore')`,
  );
  if (stdout === '') throw new Error(stderr);
  return z.array(z.string()).parse(JSON.parse(stdout));
}

export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
