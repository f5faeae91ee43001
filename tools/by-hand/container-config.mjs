import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../setup/project.mjs';

/**
 * The container's configuration with other addresses and nothing else changed: the simulators in place of CTCI and
 * Devo, this machine's files in place of the container's.
 *
 * @param {{ from: string, to: string, ctciUrl: string, lookupApiUrl: string, metrics: string, inContainer(path:
 *   string): string }} options
 * @returns {string[]} what was changed, in words
 */
export function adaptConfig({ from, to, ctciUrl, lookupApiUrl, metrics, inContainer }) {
  const { parse, stringify } = createRequire(join(ROOT, 'package.json'))('yaml');
  const config = parse(readFileSync(from, 'utf8'));
  const changes = [];
  function set(object, name, value, path) {
    changes.push(`${path}.${name}: ${object[name] ?? '(none)'} -> ${value}`);
    object[name] = value;
  }
  set(config.globals.metrics, 'prometheus', metrics, 'globals.metrics');
  for (const [name, input] of Object.entries(config.inputs)) {
    set(input, 'api_base_url', ctciUrl, `inputs.${name}`);
    set(
      input.credentials,
      'api_token_file',
      inContainer(input.credentials.api_token_file),
      `inputs.${name}.credentials`,
    );
  }
  for (const [name, output] of Object.entries(config.outputs)) {
    delete output.config.region;
    set(output.config, 'url', lookupApiUrl, `outputs.${name}.config`);
    set(output.config, 'token_file', inContainer(output.config.token_file), `outputs.${name}.config`);
  }
  writeFileSync(to, stringify(config));
  return changes;
}

/** What the simulators must be told so that they know the collector's customer. */
export function customerOf(file) {
  const { parse } = createRequire(join(ROOT, 'package.json'))('yaml');
  const [output] = Object.values(parse(readFileSync(file, 'utf8')).outputs);
  return { domain: output.config.domain, lookupName: output.config.lookup_name };
}
