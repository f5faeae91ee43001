/**
 * What the containers know under a path, and where the same is on this machine.
 *
 * @param {{ services: Record<string, { configs?: { source: string, target: string }[] }> }} compose
 * @param {Record<string, string>} configs
 * @returns {(value: string) => string} leaves everything else as it is
 */
export function counterparts(compose, configs) {
  const map = new Map();
  for (const service of Object.values(compose.services)) {
    for (const { source, target } of service.configs ?? []) map.set(target, configs[source]);
  }
  return (value) => map.get(value) ?? value;
}
