import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';

/** The compiled workflows; they lie beside the compiled rooms. */
export const WORKFLOW_BUNDLE = join(__dirname, '..', '..', 'workflow-bundle.js');

/** Names a build by its version and by the code of its workflows: the same code is the same build, wherever it lies. */
export function buildIdOf(bundle: string): string {
  return `${version}-${createHash('sha256').update(readFileSync(bundle)).digest('hex').slice(0, 12)}`;
}
