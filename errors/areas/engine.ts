import type { CatalogueEntry } from '../catalogue-entry';

/**
 * Temporal and the collector itself (600 to 699). A run finds some of these out by itself, in workflow code.
 */
export const ENGINE_ENTRIES = {
  engine_unreachable: {
    number: 600,
    name: 'EngineError',
    message: 'Temporal cannot be reached',
    cause: 'No Temporal server answers at the address.',
    remedy:
      'Start one with "ctci-collector up", or set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE, ' +
      'TEMPORAL_API_KEY, TEMPORAL_TLS_*).',
  },
  no_worker: {
    number: 601,
    name: 'EngineError',
    message: 'No worker polls the task queue',
    cause: 'The worker is not running, or serves another collector name or id.',
    remedy: 'Start it with "ctci-collector worker" (or "ctci-collector up") and the same configuration.',
  },
  not_running: {
    number: 602,
    name: 'EngineError',
    message: 'The service is not running',
    cause: 'There is no cron for it on this Temporal.',
    remedy: 'Start it with "ctci-collector start".',
  },
  config_mismatch: {
    number: 603,
    name: 'EngineError',
    message: 'Workers of one collector run different configurations',
    cause:
      'The worker that took this step has another configuration than the one that did the setup: ' +
      'another file, or one that was edited before the worker was started again.',
    remedy:
      'Run all workers with the same configuration. After an edit nothing has to be done: the next pull goes by it.',
  },
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
  port_taken: {
    number: 607,
    name: 'EngineError',
    message: 'A port is taken',
    cause: 'Another program listens on a port that was asked for by name.',
    remedy: 'End that program, or choose another port.',
  },
  cli_missing: {
    number: 608,
    name: 'EngineError',
    message: 'The Temporal CLI can neither be found nor made',
    cause: 'It is not on PATH or in the cache, the download site is out of reach, and there is no Go to build it.',
    remedy:
      'Install it (https://docs.temporal.io/cli) or name it with TEMPORAL_CLI_PATH, or set ' +
      'TEMPORAL_ADDRESS to a server.',
  },
  step_timed_out: {
    number: 609,
    name: 'EngineError',
    message: 'A step of the pull did not end in time',
    cause: 'No worker finished the step within its limit: workers were stopped, or too busy.',
    remedy: 'Check that a worker runs; the next pull tries again.',
  },
  wait_timed_out: {
    number: 610,
    name: 'EngineError',
    message: 'The pull did not end within the time that the client waits',
    cause: 'The pull goes on; only the client stopped waiting.',
    remedy: 'Look at "ctci-collector status"; wait longer with --timeout.',
  },
  already_up: {
    number: 611,
    name: 'EngineError',
    message: 'A collector is already up in this folder',
    cause: 'Another process runs Temporal on the database of this folder; two at once would ruin it.',
    remedy: 'Use that one ("ctci-collector status"), or end it with Ctrl-C first.',
  },
  stored_payload_lost: {
    number: 612,
    name: 'EngineError',
    message: 'A payload cannot be read from external storage',
    cause:
      'The history refers to a file in the shared folder that is gone or damaged, or this program ' +
      'looks into another folder.',
    remedy:
      'Give every worker and client the same folder, or restore its files. If they are lost, stop ' +
      'and start the service: everything is then delivered again.',
  },
  payload_unreadable: {
    number: 613,
    name: 'EngineError',
    message: 'A payload cannot be read',
    cause: 'Another program wrote it in an encoding that this collector does not know, or it is damaged.',
    remedy:
      'Start the service with "ctci-collector start", which writes plain JSON. If its state cannot ' +
      'be read, stop it first: everything is then delivered again.',
  },
  run_unserved: {
    number: 618,
    name: 'EngineError',
    message: 'A run waits for a worker, and none takes it up',
    cause:
      'No worker polls, or with worker_versioning none of the build that began the run, or none of ' +
      'the build that is current.',
    remedy:
      'Run "ctci-collector start" with the build whose workers run: it makes that build the ' +
      'current one, and moves the runs of builds that have no worker any more.',
  },
  code_changed: {
    number: 619,
    name: 'EngineError',
    message: 'A run was begun by other code than the worker has',
    cause: 'The worker was upgraded in the middle of a pull, to code that takes other steps.',
    remedy:
      'Nothing has to be done: the run has failed at once, the next one goes on with the state ' +
      'before it, and its signals are sent again. When it happens without an upgrade, workers of ' +
      'several versions run beside each other: see globals.worker_versioning.',
  },
  foreign_chain: {
    number: 620,
    name: 'EngineError',
    message: 'What runs under the id of this service is no pull',
    cause:
      'Another program has started a workflow of its own under that id, or a collector whose pulls are other ones.',
    remedy:
      'Look at it in the Web UI. Give this collector another globals.id or globals.name, or end what runs there with ' +
      '"temporal workflow terminate --workflow-id ID", and then run "ctci-collector start".',
  },
  task_failing: {
    number: 614,
    name: 'EngineError',
    message: 'A run cannot go on: its task fails again and again',
    cause:
      'Other code began the run than the worker has, or the worker has a fault of its own. ' +
      'Temporal gives the task again and tells nobody.',
    remedy:
      'Run the version that began the run, or end the run with "ctci-collector stop" and go on ' +
      'from its state with "ctci-collector start". The worker\'s log says more.',
  },
  namespace_unknown: {
    number: 615,
    name: 'EngineError',
    message: 'The namespace does not exist on this Temporal',
    cause:
      'TEMPORAL_NAMESPACE (or the profile) names a namespace that this server does not have, or ' +
      'the address is that of another server.',
    remedy:
      'Correct TEMPORAL_NAMESPACE or TEMPORAL_ADDRESS, or make the namespace: "temporal operator ' +
      'namespace create --namespace NAME". ' +
      'On Temporal Cloud only its web page makes them, and calls them NAME.ACCOUNT.',
  },
  not_temporal: {
    number: 616,
    name: 'EngineError',
    message: 'What answers at the address is not a Temporal server',
    cause:
      'Another program listens there, a proxy answers in its place, or it is a port of Temporal ' +
      'that does not speak gRPC, such as that of the Web UI.',
    remedy: 'Correct TEMPORAL_ADDRESS: host and port of the gRPC service, 7233 unless it was changed.',
  },
  engine_forbids: {
    number: 617,
    name: 'EngineError',
    message: 'Temporal does not permit this',
    cause: 'The API key or certificate is missing, has ended, or has no right to the namespace.',
    remedy:
      'Give one that has: TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and ' +
      'TEMPORAL_TLS_CLIENT_KEY_PATH; see also TEMPORAL_NAMESPACE. ' +
      'A running worker takes up renewed files, and a key in the file that TEMPORAL_CONFIG_FILE ' +
      'names; a key in the variable counts at its next start.',
  },
  place_unusable: {
    number: 640,
    name: 'EngineError',
    message: 'A file or folder that the collector needs cannot be used',
    cause: 'A path that cannot be, missing rights, a read-only or a full disk.',
    remedy:
      'Let the user who runs the collector write there, or take another place: files of the ' +
      'collector lie beside its configuration (--config FILE).',
  },
  database_unusable: {
    number: 641,
    name: 'EngineError',
    message: 'The database of Temporal cannot be read',
    cause: 'It is damaged, for example by a crash of the machine or a full disk, or it is the file of another program.',
    remedy:
      'Put a back-up in its place, or move it aside, with its neighbours -wal and -shm: a new one ' +
      'is made at the next start, and everything is delivered once more.',
  },
  machine_unsupported: {
    number: 642,
    name: 'EngineError',
    message: 'The collector does not run on this machine',
    cause: 'Its Node is older than the collector needs, or its system is Windows.',
    remedy: 'Use a newer Node (https://nodejs.org); on Windows use WSL or the container (docs/containers.md).',
  },
  demo_absent: {
    number: 643,
    name: 'EngineError',
    message: 'The demo cannot be started from this installation',
    cause:
      'Without a configuration, the demo would be started. Its simulators and their packages ' +
      'belong to a checkout of the sources: neither the package of npm nor the image nor an ' +
      'installation of production packages has them.',
    remedy: 'Make a configuration with "ctci-collector init", or start the demo from a checkout.',
  },
  webhook_unreachable: {
    number: 650,
    name: 'EngineError',
    message: 'The receiver of a webhook cannot be reached',
    cause: 'The name does not resolve, the connection is refused or cut, or TLS fails.',
    remedy: 'Check url, DNS, proxy and firewall from the machine of the worker. Deliveries go on without the message.',
  },
  webhook_timeout: {
    number: 651,
    name: 'EngineError',
    message: 'The receiver of a webhook did not answer in time',
    cause: 'It takes longer than a message may take. Nothing waits for it any longer.',
    remedy: 'Look at the receiver: it should answer at once and work afterwards. Deliveries go on without the message.',
  },
  webhook_refused: {
    number: 652,
    name: 'EngineError',
    message: 'The receiver of a webhook did not take the message',
    cause: 'It answered with a status that is no success, or with something that is no answer.',
    remedy: 'Read the status and its words; check url, headers, secret and format.',
  },
  unexpected: {
    number: 699,
    name: 'EngineError',
    message: 'Unexpected error',
    cause: 'A fault in the collector itself.',
    remedy: 'Run again with LOG_LEVEL=debug and open an issue with the output.',
  },
} as const satisfies Record<string, CatalogueEntry>;
