import type { Finding } from '../load/finding';
import { pathInWords } from '../load/setting-path';
import type { OutputConfig } from '../schema/outputs/output';
import type { Outline } from './outline';

/** A lookup that is written, as far as a configuration tells which it is. */
interface Target {
  readonly way: 'api' | 'events';
  /** Devo's region where the address tells it, such as `us`. */
  readonly region: string | null;
  /** The address, spelled in one way. */
  readonly address: string;
  /** Null for events: there the certificate says it. */
  readonly domain: string | null;
  readonly lookupName: string;
}

interface Writer {
  readonly target: Target;
  readonly words: string;
}

/** Two enabled services, or two outputs of one, that may write the same lookup would overwrite each other. */
export function findDoubledLookups(outline: Outline): Finding[] {
  const findings: Finding[] = [];
  const writers: Writer[] = [];
  for (const service of outline.services) {
    if (!service.enabled) continue;
    const own = new Set<string>();
    for (const { name, index } of service.outputs) {
      const output = outline.outputs.get(name);
      const target = output ? lookupTarget(output) : null;
      if (target === null || own.has(name)) continue;
      own.add(name);
      const writer = writers.find((each) => mayBeSame(each.target, target));
      if (writer !== undefined) {
        findings.push({
          id: 'lookup_written_twice',
          path: [...service.path, 'outputs', index],
          found: `the output ${name}, whose lookup is written by ${writer.words} as well`,
          expected: 'a lookup that nothing else writes',
        });
        continue;
      }
      writers.push({ target, words: `${pathInWords(service.path)} (output ${name})` });
    }
  }
  return findings;
}

/**
 * Nobody has two lookups, or two domains, that differ in capitals alone; and what a configuration leaves open may be
 * the same.
 */
function mayBeSame(a: Target, b: Target): boolean {
  if (a.lookupName.toLowerCase() !== b.lookupName.toLowerCase()) return false;
  if (a.region !== null && b.region !== null && a.region !== b.region) return false;
  const samePlace = a.way !== b.way || a.address === b.address || (a.region !== null && a.region === b.region);
  const sameDomain = a.domain === null || b.domain === null || a.domain.toLowerCase() === b.domain.toLowerCase();
  return samePlace && sameDomain;
}

/** What an output writes, or null for one that writes no lookup. */
function lookupTarget(output: OutputConfig): Target | null {
  if (output.type === 'devo_lookup') {
    const { url, domain, lookup_name: lookupName } = output.config;
    const address = sameHost(url);
    return {
      way: 'api',
      region: /^https:\/\/api-([a-z]+)\.devo\.com/.exec(address)?.[1] ?? null,
      address,
      domain,
      lookupName,
    };
  }
  if (output.type === 'devo_lookup_legacy') {
    const address = output.config.address.toLowerCase();
    return {
      way: 'events',
      region: eventRegion(address),
      address,
      domain: null,
      lookupName: output.config.lookup_name,
    };
  }
  return null;
}

/** Devo spells one host in two ways, `api-us.` and `api.us.`; case and a default port make no difference either. */
function sameHost(url: string): string {
  return new URL(url).href.replace(/^https:\/\/api\.([a-z]+)\.devo\.com/, 'https://api-$1.devo.com');
}

/**
 * `collector-us.devo.io`, or `us.elb.relay.logtrust.net` as it was called before; `ap` is the `apac` of the Lookups
 * API.
 */
function eventRegion(address: string): string | null {
  const region = (/^collector-([a-z]+)\.devo\.io$/.exec(address) ??
    /^([a-z]+)\.elb\.relay\.logtrust\.net$/.exec(address))?.[1];
  return region === 'ap' ? 'apac' : (region ?? null);
}
