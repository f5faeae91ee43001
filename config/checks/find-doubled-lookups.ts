import type { Finding } from '../load/finding';
import { pathInWords } from '../load/setting-path';
import type { OutputSettings } from '../schema/outputs/output';
import type { Outline } from './outline';

/** Two enabled services, or two outputs of one, that write the same lookup would overwrite each other. */
export function findDoubledLookups(outline: Outline): Finding[] {
  const findings: Finding[] = [];
  const writers = new Map<string, string>();
  for (const service of outline.services) {
    if (!service.enabled) continue;
    const own = new Set<string>();
    for (const { name, index } of service.outputs) {
      const output = outline.outputs.get(name);
      const target = output ? lookupTarget(output) : null;
      if (target === null || own.has(name)) continue;
      own.add(name);
      const writer = writers.get(target);
      if (writer !== undefined) {
        findings.push({
          id: 'lookup_written_twice', path: [...service.path, 'outputs', index],
          found: `the output ${name}, whose lookup is written by ${writer} as well`, expected: 'a lookup that nothing else writes',
        });
        continue;
      }
      writers.set(target, `${pathInWords(service.path)} (output ${name})`);
    }
  }
  return findings;
}

/** One text for one lookup, or null for an output that writes none. */
function lookupTarget(output: OutputSettings): string | null {
  if (output.type === 'devo_lookup') return JSON.stringify([sameHost(output.config.url), output.config.domain, output.config.lookup_name]);
  if (output.type === 'devo_lookup_legacy') return JSON.stringify([output.config.address.toLowerCase(), output.config.lookup_name]);
  return null;
}

/** Devo spells one host in two ways, `api-us.` and `api.us.`; case and a default port make no difference either. */
function sameHost(url: string): string {
  return new URL(url).href.replace(/^https:\/\/api\.([a-z]+)\.devo\.com/, 'https://api-$1.devo.com');
}
