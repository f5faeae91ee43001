/** One kind of event. */
export interface EventType {
  readonly id: number;
  readonly name: string;
  readonly custom: boolean;
}

/** The types that ThreatQ has from the start, in the order of their ids. */
const BUILT_IN = [
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

export interface EventTypes {
  all(): readonly EventType[];
  /** The type of that name; a name that is not there yet becomes a custom type. */
  named(name: string): EventType;
  byId(id: number): EventType;
}

export function createEventTypes(custom: readonly string[]): EventTypes {
  const types: EventType[] = BUILT_IN.map((name, index) => ({ id: index + 1, name, custom: false }));

  function named(name: string): EventType {
    const known = types.find((type) => type.name === name);
    if (known !== undefined) return known;
    const added = { id: types.length + 1, name, custom: true };
    types.push(added);
    return added;
  }

  function byId(id: number): EventType {
    const type = types[id - 1];
    if (type === undefined) throw new Error(`there is no event type ${String(id)}`);
    return type;
  }

  for (const name of custom) named(name);
  return { all: () => types, named, byId };
}
