/** Names of types, as ThreatQ writes them, and `default`, to Devo's tables. */
export type TagMap = Readonly<Record<string, string>>;

const TABLES = 'threatintel.threatquotient.platform';

/** The types that ThreatQ has from the start. Devo has a table for each, and one for those that users add. */
const BUILT_IN_TYPES = [
  'Spearphish',
  'Watering Hole',
  'SQL Injection Attack',
  'DoS Attack',
  'Malware',
  'Watchlist',
  'Command and Control',
  'Anonymization',
  'Exfiltration',
  'Host Characteristics',
  'Compromised PKI Certificate',
  'Login Compromise',
  'Incident',
  'Sighting',
] as const;

/** A table is called as its type, in lower case without blanks. */
export const BUILT_IN_TAGS: TagMap = {
  ...Object.fromEntries(BUILT_IN_TYPES.map((type) => [type, `${TABLES}.${plain(type)}`])),
  default: `${TABLES}.userdefined`,
};

/** Finds tags; a type that is not in the map, or no type, gets the default. */
export function createTagger(map: TagMap): (type: string | null) => string {
  const byPlainName = new Map(Object.entries(map).map(([type, tag]) => [plain(type), tag]));
  const fallback = map['default'] ?? `${TABLES}.userdefined`;
  return (type) => (type === null || plain(type) === 'default' ? fallback : (byPlainName.get(plain(type)) ?? fallback));
}

function plain(type: string): string {
  return type.toLowerCase().replaceAll(/\s+/g, '');
}
