import type { ErrorReport } from '../report/error-report';

/**
 * The faults that a run finds out by itself, in workflow code, where the catalogue's own file is out of reach.
 * The error catalogue takes these entries over word for word.
 */
export const RUN_FAULTS = {
  state_too_large: {
    number: 604,
    name: 'EngineError',
    message: 'The state is too large to be carried to the next pull',
    cause: 'Packed, the state exceeds what one Temporal payload may hold.',
    remedy: 'Configure globals.external_storage with a folder that all workers and clients share.',
  },
  state_version: {
    number: 605,
    name: 'EngineError',
    message: 'The carried state has a version that this collector does not know',
    cause: 'A newer collector wrote the state, or it is not a state of this collector.',
    remedy:
      'Use the newer version, or stop and start the service with an empty state: everything is then delivered again.',
  },
  pull_under_way: {
    number: 606,
    name: 'EngineError',
    message: 'A pull is under way',
    cause: 'The run has already asked for the list; it cannot answer for a pull that was asked for later.',
    remedy: 'Ask again when it has ended; "ctci-collector pull" does so by itself.',
  },
  step_timed_out: {
    number: 609,
    name: 'EngineError',
    message: 'A step of the pull did not end in time',
    cause: 'No worker finished the step within its limit: workers were stopped, or too busy.',
    remedy: 'Check that a worker runs; the next pull tries again.',
  },
  stored_payload_lost: {
    number: 612,
    name: 'EngineError',
    message: 'A payload cannot be read from external storage',
    cause:
      'The history refers to a file in the shared folder that is gone or damaged, or this program looks into another folder.',
    remedy:
      'Give every worker and client the same folder, or restore its files. If they are lost, stop and start the service: everything is then delivered again.',
  },
  payload_unreadable: {
    number: 613,
    name: 'EngineError',
    message: 'A payload cannot be read',
    cause: 'Another program wrote it in an encoding that this collector does not know, or it is damaged.',
    remedy:
      'Start the service with "ctci-collector start", which writes plain JSON. If its state cannot be read, stop it first: everything is then delivered again.',
  },
  unexpected: {
    number: 699,
    name: 'EngineError',
    message: 'Unexpected error',
    cause: 'A fault in the collector itself.',
    remedy: 'Run again with LOG_LEVEL=debug and open an issue with the output.',
  },
} as const satisfies Record<string, Omit<ErrorReport, 'setting'> & { readonly cause: string }>;

export type RunFaultId = keyof typeof RUN_FAULTS;

/** Thrown by a rule; the run turns it into its failure. */
export class RunFault extends Error {
  readonly report: ErrorReport;

  constructor(
    readonly id: RunFaultId,
    readonly seen: string = '',
  ) {
    const { number, name, message, remedy } = RUN_FAULTS[id];
    super(seen ? `${message}: ${seen}` : message);
    this.report = { number, name, setting: null, message: this.message, remedy };
  }
}
