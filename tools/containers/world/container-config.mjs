import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../setup/project.mjs';

const { parse, stringify } = createRequire(join(ROOT, 'package.json'))('yaml');

/** The configuration that the project's files bring along. */
export const DELIVERED_CONFIG = join(ROOT, 'deploy', 'collector', 'config.yaml');

/**
 * The container's configuration with the simulators in place of CTCI and Devo, and nothing else changed but what the
 * caller changes.
 *
 * @param {{ to: string, ctciUrl: string, lookupApiUrl: string, change?(config: object): void }} options
 */
export function writeContainerConfig({ to, ctciUrl, lookupApiUrl, change }) {
  const config = parse(readFileSync(DELIVERED_CONFIG, 'utf8'));
  for (const input of Object.values(config.inputs)) input.api_base_url = ctciUrl;
  for (const output of Object.values(config.outputs)) {
    delete output.config.region;
    output.config.url = lookupApiUrl;
  }
  change?.(config);
  writeFileSync(to, stringify(config), { mode: 0o644 });
}

/** What the simulators must be told so that they know the collector's customer. */
export function customerOf(file = DELIVERED_CONFIG) {
  const [output] = Object.values(parse(readFileSync(file, 'utf8')).outputs);
  return { domain: output.config.domain, lookupName: output.config.lookup_name };
}
