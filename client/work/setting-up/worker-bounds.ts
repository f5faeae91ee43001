import { getHeapStatistics } from 'node:v8';

/** Lists of hundreds of thousands of rows need a quarter of it. */
const MOST_HEAP_MB = 2_000;

/** Each further heap of glibc keeps what its threads have freed; most of a worker's memory is V8's own. */
const MOST_ARENAS = '2';

/** How a worker's process is started so that it stays small (decision 385). */
export interface WorkerBounds {
  /** For Node, before the program. */
  readonly nodeArguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export function workerBounds(): WorkerBounds {
  return {
    nodeArguments: heapArguments(process.env, getHeapStatistics().heap_size_limit),
    env: { MALLOC_ARENA_MAX: MOST_ARENAS, ...process.env },
  };
}

/**
 * Where a heap may become larger than 2 GB, V8 lets it grow fourfold between two full collections; where it may not,
 * twofold or less. A limit that is lower already, or that somebody has set, stays.
 *
 * @param limitBytes what V8 has found fit for this machine
 */
export function heapArguments({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv, limitBytes: number): readonly string[] {
  const isSet = /max[-_]old[-_]space[-_]size/.test(NODE_OPTIONS);
  return isSet || limitBytes <= MOST_HEAP_MB * 1024 * 1024 ? [] : [`--max-old-space-size=${MOST_HEAP_MB}`];
}
