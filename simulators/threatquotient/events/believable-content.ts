import type { EventType } from './event-types';
import type { Random } from './random';
import type { EventContent, Indicator } from './stored-event';

/** What a caller wants otherwise than it would come. */
export interface ContentWishes {
  readonly title?: string | undefined;
  readonly indicators?: number | undefined;
  /** Length of the description; believable when left out. */
  readonly descriptionLength?: number | undefined;
}

const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  Spearphish: [
    'Invoice overdue, sent to finance',
    'Password expiry notice from a look-alike domain',
    'Parcel notice with an archive',
  ],
  'Watering Hole': ['Trade association page serves a loader', 'Injected script on a supplier portal'],
  'SQL Injection Attack': ['UNION probes against the order form', 'Time-based probes against the search page'],
  'DoS Attack': ['NTP amplification towards the mail gateway', 'Slow headers against the shop'],
  Malware: ['Loader dropped by a macro', 'Signed installer with a second stage'],
  Watchlist: ['Domain on the watchlist resolved', 'Address on the watchlist contacted'],
  'Command and Control': ['Beacon to a parked domain', 'Regular POSTs to a fresh domain'],
  Anonymization: ['Session from an exit node', 'Login through a commercial VPN'],
  Exfiltration: ['Archive uploaded to a paste site', 'DNS tunnel with long labels'],
  'Host Characteristics': ['New service with a random name', 'Scheduled task after the update'],
  'Compromised PKI Certificate': ['Leaf certificate seen on two continents', 'Revoked signer in use'],
  'Login Compromise': ['Impossible travel of a service account', 'Password spray against the mail gateway'],
  Incident: ['Workstation isolated', 'Ransom note found on a share'],
  Sighting: ['Seen by the proxy', 'Seen in mail logs'],
};
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Severity: ['Low', 'Medium', 'High', 'Critical'],
  Confidence: ['20', '50', '75', '90'],
  'Target Sector': ['Finance', 'Energy', 'Health', 'Public administration'],
  'Malware Family': ['Emberfall', 'Greyloom', 'Quiet "Otter"'],
  'Kill Chain Phase': ['Delivery', 'Exploitation', 'Actions on Objectives'],
};
const SOURCES = ['Example SIEM', 'Partner Feed', 'Analyst', 'Sandbox', 'Forum "Øst", päivystys'] as const;
const TAGS = ['c2', 'phishing', 'priority', 'triaged', 'café', '重要'] as const;
const ADVERSARIES = ['Amber Heron', 'Silent Quill', 'Iron Wren'] as const;

/** Content as an analyst or a feed would leave it: everything about addresses is from the ranges for documentation. */
export function believableContent(
  type: EventType,
  happenedAt: number,
  random: Random,
  wishes: ContentWishes = {},
): EventContent {
  const subject = random.pick(SUBJECTS[type.name] ?? [`${type.name} noticed`]);
  return {
    title: wishes.title ?? `${subject} (case ${String(1000 + random.below(9000))})`,
    typeId: type.id,
    happenedAt,
    description: description(subject, random, wishes.descriptionLength),
    statusId: random.below(3) === 0 ? 1 + random.below(4) : null,
    attributes: Object.entries(ATTRIBUTES)
      .filter(() => random.below(2) === 0)
      .map(([name, values]) => ({ name, value: random.pick(values) })),
    sources: SOURCES.filter((_, index) => index === random.below(SOURCES.length) || random.below(6) === 0),
    tags: TAGS.filter(() => random.below(4) === 0),
    indicators: indicators(wishes.indicators ?? random.pick([0, 1, 1, 2, 3, 5]), random),
    adversaries: random.below(5) === 0 ? [random.pick(ADVERSARIES)] : [],
  };
}

function description(subject: string, random: Random, length: number | undefined): string | null {
  const text =
    `<p>${subject}.<br/>Host &quot;ws-${String(random.below(500))}&quot;, ` +
    `rule\t${String(random.below(90))}: «checked» \\ 12 % of 3\u202f400.</p>`;
  if (length !== undefined) return text.padEnd(length, ' and again').slice(0, length);
  return random.below(6) === 0 ? null : text;
}

function indicators(count: number, random: Random): Indicator[] {
  return Array.from({ length: count }, (_, index): Indicator => {
    const number = random.below(1_000_000);
    switch (index % 3) {
      case 0:
        return { value: `host-${String(number)}.example.net`, typeId: 5, class: 'network' };
      case 1:
        return { value: `198.51.100.${String(number % 256)}`, typeId: 10, class: 'network' };
      default:
        return { value: number.toString(16).padStart(64, '0'), typeId: 25, class: 'host' };
    }
  });
}
