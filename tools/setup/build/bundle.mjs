import { createRequire } from 'node:module';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup-error.mjs';

/** Where the workflows are exported from, relative to the root. */
export const WORKFLOWS = join('workflows', 'index.ts');

/** Tells the worker how pulls ended. */
const INTERCEPTORS = join('workflows', 'tell-worker.ts');

/** How values become payloads; worker and client load the same file (`engine/payloads/data-converter.ts`). */
const PAYLOAD_CONVERTER = join('engine', 'payloads', 'payload-converter.ts');

/** How errors of workflows become failures; it hides what they say where the worker asks for it. */
const FAILURE_CONVERTER = join('engine', 'encryption', 'sandbox-failure-converter.ts');

/**
 * Bundles the workflows for Temporal's sandbox into one file. A worker that gets it starts seconds faster than one
 * that bundles for itself. Does nothing, and says so by `false`, where there are no workflows.
 *
 * @param {string} root
 * @param {string} file the bundle to write
 * @param {string} [workflows] where the workflows are exported from, relative to the root
 */
export async function bundleWorkflows(root, file, workflows = WORKFLOWS) {
  const workflowsPath = join(root, workflows);
  if (!existsSync(workflowsPath)) return false;
  const { bundleWorkflowCode } = createRequire(join(root, 'package.json'))('@temporalio/worker');
  const trouble = [];
  try {
    // Preloaded modules are evaluated once for a worker instead of once for each run; they hold no state, and the SDK
    // freezes them.
    const interceptorsPath = join(root, INTERCEPTORS);
    const payloadConverterPath = join(root, PAYLOAD_CONVERTER);
    const failureConverterPath = join(root, FAILURE_CONVERTER);
    const { code } = await bundleWorkflowCode({
      workflowsPath,
      payloadConverterPath,
      failureConverterPath,
      workflowInterceptorModules: [interceptorsPath],
      preloadModules: [workflowsPath, payloadConverterPath, failureConverterPath, interceptorsPath],
      logger: collectingLogger(trouble),
    });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, file);
    return true;
  } catch (error) {
    throw new SetupError(`The workflows cannot be bundled: ${error.message}\n${trouble.join('\n')}`.trim());
  }
}

/** The bundler reports progress through a logger; only what explains a failure is worth keeping. */
function collectingLogger(lines) {
  const keep = (message) => lines.push(message);
  const ignore = () => undefined;
  return { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: keep, error: keep };
}
