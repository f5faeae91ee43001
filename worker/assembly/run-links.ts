import { dirname, join, resolve } from 'node:path';
import { readEngineFile } from '../../engine/server/engine-file';
import { namedUi, runLink } from '../../engine/ui-links';

/** What `up` and the clients call the folder beside the configuration. */
const FOLDER = '.ctci-collector';

/**
 * Makes addresses of runs in the Web UI: of the one that `TEMPORAL_UI_ADDRESS` names, else of the one that `up` runs
 * beside this configuration. Null where neither is known.
 */
export function runLinks(configFile: string): (workflowId: string, runId: string) => Promise<string | null> {
  const folder = join(dirname(resolve(configFile)), FOLDER);
  return async (workflowId, runId) => {
    const named = namedUi(process.env);
    const file = named === null ? await readEngineFile(folder) : null;
    const ui = named ?? file?.ui;
    if (!ui) return null;
    const namespace = process.env['TEMPORAL_NAMESPACE'] || file?.namespace || 'default';
    return runLink({ ui, namespace }, workflowId, runId);
  };
}
