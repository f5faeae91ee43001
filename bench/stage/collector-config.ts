import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peers } from './peers';

export interface ConfigOptions {
  readonly services: number;
  readonly periodSeconds: number;
  readonly mode: 'auto' | 'full';
  /** Keeps large payloads in a folder beside Temporal. */
  readonly externalStorage?: boolean;
}

export const DOMAIN = 'bench';

/** Writes a configuration for so many services, each with a lookup of its own. JSON is YAML too. */
export function writeConfig(
  folder: string,
  peers: Pick<Peers, 'url' | 'lookupApiUrl'>,
  { services, periodSeconds, mode, externalStorage = false }: ConfigOptions,
): string {
  const numbers = Array.from({ length: services }, (_, index) => index);
  const config = {
    globals: { id: '1', name: 'bench', ...(externalStorage && { external_storage: { folder: 'payloads' } }) },
    inputs: {
      ctci: {
        api_base_url: peers.url,
        credentials: { api_token: 'bench-ctci-token' },
        services: Object.fromEntries(
          numbers.map((number) => [
            `cewl_${number}`,
            { request_period_in_seconds: periodSeconds, outputs: [`lookup_${number}`] },
          ]),
        ),
      },
    },
    outputs: Object.fromEntries(
      numbers.map((number) => [
        `lookup_${number}`,
        {
          type: 'devo_lookup',
          config: {
            url: peers.lookupApiUrl,
            domain: DOMAIN,
            token: 'bench-devo-token',
            lookup_name: `BENCH_LOOKUP_${number}`,
            mode,
          },
        },
      ]),
    ),
  };
  mkdirSync(join(folder, 'payloads'), { recursive: true });
  const file = join(folder, 'config.yaml');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
