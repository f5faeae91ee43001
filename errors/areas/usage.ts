import type { CatalogueEntry } from '../catalogue-entry';

/**
 * The command line (700 to 799).
 */
export const USAGE_ENTRIES = {
  usage: {
    number: 700,
    name: 'UsageError',
    message: 'Wrong usage',
    cause: 'The command line cannot be understood.',
    remedy: 'See "ctci-collector --help".',
  },
  choice_needed: {
    number: 701,
    name: 'UsageError',
    message: 'Several services match',
    cause: 'The command acts on one service, and several are configured.',
    remedy: 'Name one with --service (and --input), or say --all.',
  },
  nothing_held: {
    number: 702,
    name: 'UsageError',
    message: 'No list is held',
    cause: 'There is nothing to release.',
    remedy: 'Look at "ctci-collector status".',
  },
  confirmation_needed: {
    number: 703,
    name: 'UsageError',
    message: 'This needs a confirmation',
    cause: 'The command ends something, and there is no terminal to ask on.',
    remedy: 'Say --yes.',
  },
  file_exists: {
    number: 704,
    name: 'UsageError',
    message: 'A file that would be written is there already',
    cause: 'What "ctci-collector init" makes would take the place of a file.',
    remedy: 'Say --force to write over it, or name another configuration with --config.',
  },
  none_enabled: {
    number: 705,
    name: 'UsageError',
    message: 'No enabled service matches',
    cause: 'The configuration enables no service, or the one that is named is switched off.',
    remedy: 'Set enabled: true for its input in the configuration, then run "ctci-collector apply".',
  },
} as const satisfies Record<string, CatalogueEntry>;
