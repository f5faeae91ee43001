import type { Measurement } from './measurement';
import { changedPull } from './measurements/changed-pull';
import { commandLine } from './measurements/command-line';
import { csvMemory } from './measurements/csv-memory';
import { eventThroughput } from './measurements/event-throughput';
import { eventsPull } from './measurements/events-pull';
import { externalStorage } from './measurements/external-storage';
import { idleWorker } from './measurements/idle-worker';
import { largeList } from './measurements/large-list';
import { ledgerSize } from './measurements/ledger-size';
import { manyServices } from './measurements/many-services';
import { secondStart } from './measurements/second-start';
import { unchangedHistory } from './measurements/unchanged-history';
import { unchangedPull } from './measurements/unchanged-pull';

/** All measurements, in the order in which they run. */
export const MEASUREMENTS: readonly Measurement[] = [
  unchangedPull,
  unchangedHistory,
  changedPull,
  largeList,
  ledgerSize,
  eventThroughput,
  eventsPull,
  csvMemory,
  secondStart,
  commandLine,
  idleWorker,
  manyServices,
  externalStorage,
];
