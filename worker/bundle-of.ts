import { readFile } from 'node:fs/promises';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { hidingBundle } from '../engine/encryption/sandbox-failure-converter';
import type { KeyRing } from '../engine/encryption/key-ring';

/** The workflows' code. Where payloads are encrypted, what failures of workflows say is too. */
export async function bundleOf(file: string, ring: KeyRing): Promise<WorkflowBundleOption> {
  return ring.writer === null ? { codePath: file } : { code: hidingBundle(await readFile(file, 'utf8')) };
}
