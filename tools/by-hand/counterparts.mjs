/**
 * What the containers know under a path or an address, and where the same is on this machine.
 *
 * @param {{ services: Record<string, { configs?: { source: string, target: string }[], secrets?: string[] }> }} compose
 * @param {{ configs: Record<string, string>, secrets: Record<string, string> }} mounts
 * @param {{ frontend: string, metrics: string }} addresses
 * @returns {(value: string) => string} leaves everything else as it is
 */
export function counterparts(compose, mounts, addresses) {
  const map = new Map([
    ['7233', addresses.frontend],
    ['127.0.0.1:9464', `127.0.0.1:${addresses.metrics}`],
  ]);
  for (const service of Object.values(compose.services)) {
    for (const { source, target } of service.configs ?? []) map.set(target, mounts.configs[source]);
    for (const name of service.secrets ?? []) map.set(`/run/secrets/${name}`, mounts.secrets[name]);
  }
  return (value) => map.get(value) ?? value;
}
