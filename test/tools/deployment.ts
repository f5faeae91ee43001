import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDockerfile, type Stage } from './read-dockerfile';

export const ROOT = join(__dirname, '..', '..');

/** The Dockerfile's stages, in order. */
export function dockerfileStages(): Stage[] {
  return readDockerfile(readProjectFile('Dockerfile'));
}

/** What the .dockerignore lets into the build: it refuses everything, and then allows by plain names. */
export function allowedIntoBuild(): string[] {
  const lines = readProjectFile('.dockerignore')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...others] = lines;
  const odd = others.find((line) => !/^![\w./-]+$/.test(line));
  if (first !== '*' || odd !== undefined)
    throw new Error(
      `.dockerignore is to refuse everything (*) and then allow by plain names; seen: ${odd ?? first ?? 'nothing'}`,
    );
  return others.map((line) => line.slice(1));
}

export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
