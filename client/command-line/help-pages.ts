import { wrapBehind, USUAL_WIDTH } from '../words/wrap';

/** Pages of the help that belong to no verb. */
export const HELP_PAGES = {
  environment: {
    summary: 'variables that are read',
    rows: [
      ['CTCI_CONFIG', 'the configuration where --config is not given; else config.yaml'],
      ['TEMPORAL_ADDRESS', 'host:port of the Temporal to use; else the one that "ctci-collector up" started'],
      ['TEMPORAL_NAMESPACE', 'its namespace; else default'],
      ['TEMPORAL_API_KEY', "key for Temporal Cloud; further TEMPORAL_... variables as in Temporal's own tools"],
      ['TEMPORAL_UI_ADDRESS', 'the Web UI of that Temporal, such as https://temporal.example.com: for links'],
      ['TEMPORAL_CLI_PATH', 'the Temporal CLI for "ctci-collector up"; else it is looked for, and then fetched'],
      [
        'HTTPS_PROXY, HTTP_PROXY',
        'proxy for source, Devo and Temporal where no proxy setting stands; never for loopback',
      ],
      ['NO_PROXY', 'hosts that are reached without it'],
      ['NODE_EXTRA_CA_CERTS', 'a file of further certificate authorities'],
      ['LOG_LEVEL', 'debug, info, warn or error: what the worker logs'],
      ['LOG_FORMAT', 'json or pretty: how it logs'],
      ['NO_COLOR', 'anything: no colours where --color is not given'],
      ['PAGER', 'shows a text that is longer than the terminal; empty or cat: nothing does'],
      ['CTCI_API_TOKEN, ...', 'whatever the configuration takes by ${NAME}'],
    ],
  },
  'exit-codes': {
    summary: 'what the exit codes mean',
    rows: [
      ['0', 'done, and well'],
      ['1', 'failed, held, or not well; what it was stands on stderr, and in `error` of --json'],
      ['2', 'wrong usage or configuration: it will not go better by itself'],
      ['3', 'nothing running: no Temporal, no cron of that service, or no worker within 10 s'],
      ['130', 'ended by Ctrl-C before it was done'],
    ],
  },
  files: {
    summary: 'files that are read and written',
    rows: [
      ['config.yaml', 'the configuration; every setting stands in config.example.yaml and docs/configuration.md'],
      ['secrets/', 'beside it: secrets that "ctci-collector init --secrets files" has written, for you alone'],
      ['.ctci-collector/', 'beside the configuration: made by "ctci-collector up"'],
      ['  engine.json', 'address, Web UI and process of the Temporal that runs'],
      ['  temporal.db', 'its database: the carried state of every service is in it'],
      ['  worker.log', 'the log of the worker; rotated by size'],
      ['  engine.log', 'the log of Temporal'],
      ['demo/', 'the demo: configuration, database, state of the simulators; may be deleted'],
    ],
  },
} as const satisfies Record<string, { summary: string; rows: readonly (readonly [string, string])[] }>;

export type HelpPage = keyof typeof HELP_PAGES;

export function isHelpPage(name: string | undefined): name is HelpPage {
  return name !== undefined && Object.hasOwn(HELP_PAGES, name);
}

export function helpPage(name: HelpPage): string {
  const { summary, rows } = HELP_PAGES[name];
  const width = Math.max(...rows.map(([term]) => term.length)) + 2;
  const lines = rows.map(([term, words]) => wrapBehind(`  ${term.padEnd(width)}`, words, USUAL_WIDTH));
  return [`${summary.charAt(0).toUpperCase()}${summary.slice(1)}:`, '', ...lines].join('\n');
}
