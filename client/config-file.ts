import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The configuration that is looked for when none is named. */
export const USUAL_CONFIG = 'config.yaml';

/** Where the demo keeps its configuration, its simulators' state and its engine. */
export const DEMO_FOLDER = 'demo';
export const DEMO_CONFIG = join(DEMO_FOLDER, USUAL_CONFIG);

/** The demo's servers are part of a checkout; image and package come without them, and then have no demo. */
const SIMULATORS = join(__dirname, '..', 'simulators');

export interface ConfigChoice {
  readonly file: string;
  /** The demo's own configuration: made by `up` when there is no other. */
  readonly demo: boolean;
}

/** Which configuration `up` means: the one that is named, else `config.yaml`, else the demo's, which it makes. */
export function chooseConfig(named: string | undefined, env: NodeJS.ProcessEnv): ConfigChoice {
  const given = named ?? env['CTCI_CONFIG'];
  if (given) return { file: given, demo: false };
  if (existsSync(USUAL_CONFIG) || !existsSync(SIMULATORS)) return { file: USUAL_CONFIG, demo: false };
  return { file: DEMO_CONFIG, demo: true };
}

/** The same for a client, which makes nothing: without any, it is `config.yaml` that is missed. */
export function chooseExistingConfig(named: string | undefined, env: NodeJS.ProcessEnv): string {
  const { file, demo } = chooseConfig(named, env);
  return demo && !existsSync(DEMO_CONFIG) ? USUAL_CONFIG : file;
}
