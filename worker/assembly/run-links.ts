import { dirname, join, resolve } from 'node:path';
import { readEngineFile } from '../../engine/server/engine-file';

/** What `up` and the clients call the folder beside the configuration. */
const FOLDER = '.ctci-collector';

/**
 * Makes addresses of runs in the Web UI: of the one that `TEMPORAL_UI_ADDRESS` names, else of the one that `up` runs
 * beside this configuration. Null where neither is known.
 */
export function runLinks(configFile: string): (workflowId: string, runId: string) => Promise<string | null> {
  const folder = join(dirname(resolve(configFile)), FOLDER);
  return async (workflowId, runId) => {
    const { TEMPORAL_UI_ADDRESS: named, TEMPORAL_NAMESPACE: namespace } = process.env;
    const file = named ? null : await readEngineFile(folder);
    const ui = named || file?.ui;
    if (!ui) return null;
    const within = namespace || file?.namespace || 'default';
    return `${ui.replace(/\/+$/, '')}/namespaces/${within}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;
  };
}
