/** A call of the client that ends in an error of its own, with its exit code. */
export interface UsageFault {
  readonly number: number;
  readonly code: number;
  readonly fault: string;
  readonly args: readonly string[];
  /** Whether there is a Temporal at the address of the environment. */
  readonly engine: boolean;
  /** Variables besides the address. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The configuration has two services; no worker runs. */
export const USAGE_FAULTS: readonly UsageFault[] = [
  { number: 600, code: 3, fault: 'no Temporal answers', args: ['status'], engine: false },
  { number: 602, code: 3, fault: 'there is no chain to pull', args: ['pull', '--service', 'cewl'], engine: true },
  {
    number: 32,
    code: 2,
    fault: 'the service is not configured',
    args: ['status', '--service', 'nothing'],
    engine: true,
  },
  { number: 700, code: 2, fault: 'the verb is unknown', args: ['dance'], engine: false },
  { number: 700, code: 2, fault: 'the option has no number', args: ['history', '--limit', 'many'], engine: false },
  { number: 700, code: 2, fault: '--watch and --json at once', args: ['status', '--watch'], engine: true },
  { number: 701, code: 2, fault: 'two services match', args: ['reset', 'v2'], engine: true },
  { number: 702, code: 1, fault: 'no list is held', args: ['release', '--all'], engine: true },
  { number: 703, code: 2, fault: 'nobody can confirm', args: ['stop', '--all'], engine: true },
  {
    number: 704,
    code: 2,
    fault: 'the configuration is there already',
    args: ['init', '--region', 'us', '--domain', 'acme'],
    engine: false,
  },
  { number: 601, code: 3, fault: 'no worker polls', args: ['start', '--service', 'cewl'], engine: true },
  {
    number: 705,
    code: 3,
    fault: 'the service that is named is switched off',
    args: ['preview', '--input', 'off'],
    engine: true,
  },
  { number: 700, code: 2, fault: 'a worker for one service', args: ['worker', '--service', 'cewl'], engine: true },
  { number: 700, code: 2, fault: 'a document of a worker', args: ['worker'], engine: true },
  {
    number: 32,
    code: 2,
    fault: 'up for a service that is not configured',
    args: ['up', '--service', 'nothing'],
    engine: false,
  },
  {
    number: 700,
    code: 2,
    fault: 'a time that no timer can wait',
    args: ['pull', '--timeout', '3000000'],
    engine: true,
  },
  {
    number: 615,
    code: 2,
    fault: 'the namespace is not there',
    args: ['status'],
    engine: true,
    env: { TEMPORAL_NAMESPACE: 'nowhere' },
  },
  { number: 608, code: 1, fault: 'there is no Temporal CLI', args: ['up'], engine: false },
];
