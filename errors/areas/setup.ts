import type { CatalogueEntry } from '../catalogue-entry';

/**
 * The configuration and the files it names. Numbers 1 to 17 keep the meaning that Devo's own page gives them; free: 35
 * to 49, 51 to 69, 71 to 99.
 */
export const SETUP_ENTRIES = {
  api_base_url_missing: {
    number: 1,
    name: 'SetupError',
    message: 'api_base_url must be specified',
    cause: 'The api_base_url setting is missing or empty.',
    remedy:
      'Set api_base_url under the input, for example https://api.ctci.ai; that of ThreatQuotient ' +
      'may stand under the events service.',
  },
  api_base_url_type: {
    number: 2,
    name: 'SetupError',
    message: 'api_base_url not of expected type: str',
    cause: 'The api_base_url setting has a type other than string.',
    remedy: 'Write api_base_url as a string, in quotes if need be.',
  },
  api_base_url_format: {
    number: 3,
    name: 'SetupError',
    message:
      'api_base_url must match one of two regexes: http[s]://{ip_address}{:optional_port} or ' +
      'http[s]://{domain}{:optional_port}',
    cause: 'The api_base_url setting is not a plain http or https base address.',
    remedy: "Write only scheme, host and optional port; the path of a list belongs into its service's endpoint.",
  },
  credentials_missing: {
    number: 4,
    name: 'SetupError',
    message: 'Required setting, credentials not found in user configuration',
    cause: 'There is no credentials section in the input.',
    remedy:
      'Add credentials to the input: with api_token (or api_token_file) for CTCI, with username ' +
      'and password for ThreatQuotient.',
  },
  credentials_type: {
    number: 5,
    name: 'SetupError',
    message: 'Required setting, credentials not of expected type: dict',
    cause: 'The credentials section is empty or is not a mapping.',
    remedy: 'Write credentials as a mapping with api_token, or with username and password.',
  },
  username_missing: {
    number: 6,
    name: 'SetupError',
    message: 'Required setting, username not found in user configuration',
    cause: 'The username setting is missing or empty.',
    remedy: 'Set username beside password; for CTCI an api_token alone will do.',
  },
  username_type: {
    number: 7,
    name: 'SetupError',
    message: 'Required setting, username not of expected type: str',
    cause: 'The username setting has a type other than string.',
    remedy: 'Write username as a string, in quotes if need be.',
  },
  password_missing: {
    number: 8,
    name: 'SetupError',
    message: 'Required setting, password not found in user configuration',
    cause: 'The password setting is missing or empty.',
    remedy: 'Set password or password_file beside username; for CTCI an api_token alone will do.',
  },
  password_type: {
    number: 9,
    name: 'SetupError',
    message: 'Required setting, password not of expected type: str',
    cause: 'The password setting has a type other than string.',
    remedy: 'Write password as a string, in quotes if need be.',
  },
  verify_host_ssl_cert_type: {
    number: 10,
    name: 'SetupError',
    message: 'Optional setting, verify_host_ssl_cert not of expected type: bool',
    cause: 'The verify_host_ssl_cert setting has a type other than boolean.',
    remedy: 'Write true or false, without quotes.',
  },
  event_fetch_limit: {
    number: 11,
    name: 'SetupError',
    message: 'event_fetch_limit_in_items must be greater than or equal to 1 and less than equal to 1000',
    cause: 'The event_fetch_limit_in_items setting is too low or too high, or no whole number.',
    remedy: 'Write a whole number from 1 to 1000. Only services of a ThreatQuotient input have this setting.',
  },
  devo_tag_map: {
    number: 12,
    name: 'SetupError',
    message: 'devo_tag_map must have an entry named "default"',
    cause: 'The devo_tag_map setting has no default entry.',
    remedy:
      'Add an entry named default, for events of all other types. Only services of a ' +
      'ThreatQuotient input have this setting.',
  },
  reset_persistence_auth_type: {
    number: 13,
    name: 'SetupError',
    message: 'Required setting, reset_persistence_auth not of expected type: str',
    cause: 'The reset_persistence_auth setting has a type other than string.',
    remedy: 'Write reset_persistence_auth as a string, in quotes if need be.',
  },
  historical_poll_datetime_type: {
    number: 14,
    name: 'SetupError',
    message: 'Required setting, historical_poll_datetime not of expected type: str',
    cause: 'The historical_poll_datetime setting has a type other than string.',
    remedy: 'Write historical_poll_datetime as a string, for example "2026-01-31T00:00:00Z".',
  },
  historical_poll_datetime_format: {
    number: 15,
    name: 'SetupError',
    message: 'historical_poll_datetime does not match expected format ISO 8601',
    cause: 'The historical_poll_datetime setting does not look like a valid date.',
    remedy: 'Write a date such as "2026-01-31" or "2026-01-31T00:00:00Z".',
  },
  historical_poll_datetime_too_old: {
    number: 16,
    name: 'SetupError',
    message: 'Please enter valid date for historical_poll_datetime less than or equal to one year',
    cause: 'The historical_poll_datetime setting is older than one year.',
    remedy: 'Use a date within the last year, or remove the setting.',
  },
  historical_poll_datetime_future: {
    number: 17,
    name: 'SetupError',
    message: 'Please enter valid date for historical_poll_datetime less than or equal to the current date',
    cause: 'The historical_poll_datetime setting lies in the future.',
    remedy: 'Use a date that has passed, or remove the setting.',
  },
  api_token_missing: {
    number: 18,
    name: 'SetupError',
    message: 'Required setting, api_token not found in user configuration',
    cause: 'The credentials hold neither api_token, nor api_token_file, nor username and password.',
    remedy:
      'Copy the subscription token from the CTCI portal (menu "API Tokens") into ' +
      'credentials.api_token or a file named by api_token_file.',
  },
  api_token_type: {
    number: 19,
    name: 'SetupError',
    message: 'Required setting, api_token not of expected type: str',
    cause: 'The api_token setting has a type other than string, is empty, or holds something that cannot be sent.',
    remedy:
      'Write api_token as a string, in quotes if need be, and copy it alone: without line breaks, ' +
      'or quotes and blanks around it.',
  },
  config_not_found: {
    number: 20,
    name: 'SetupError',
    message: 'Configuration file not found',
    cause: 'There is no file at the given path, or it may not be read.',
    remedy: 'Make one with "ctci-collector init", or name it with --config FILE or CTCI_CONFIG.',
  },
  config_not_yaml: {
    number: 21,
    name: 'SetupError',
    message: 'Configuration is not valid YAML',
    cause: 'The file cannot be read as YAML.',
    remedy: 'Mend the named line; indentation and missing quotes are the usual reasons.',
  },
  setting_unknown: {
    number: 22,
    name: 'SetupError',
    message: 'Unknown setting',
    cause: 'There is no setting of this name at this place.',
    remedy: 'Remove it, or use the name that is suggested; docs/configuration.md lists all.',
  },
  setting_missing: {
    number: 23,
    name: 'SetupError',
    message: 'Required setting not found in user configuration',
    cause: 'A setting without default is missing.',
    remedy: 'Add it; docs/configuration.md shows an example of each.',
  },
  setting_type: {
    number: 24,
    name: 'SetupError',
    message: 'Setting not of expected type',
    cause: 'The value has another type than the setting wants.',
    remedy: 'Write a value of the expected type; docs/configuration.md shows an example of each.',
  },
  setting_value: {
    number: 25,
    name: 'SetupError',
    message: 'Setting has a value that is not allowed',
    cause: 'The value is outside the limits or the form of the setting.',
    remedy: 'Use a value as described; docs/configuration.md lists limits and forms.',
  },
  variable_unset: {
    number: 26,
    name: 'SetupError',
    message: 'Environment variable is not set',
    cause: 'The configuration takes a value from an environment variable that is not set and has no default.',
    remedy: 'Set the variable for the worker and the client, or write ${NAME:-default}.',
  },
  secret_file_unreadable: {
    number: 27,
    name: 'SetupError',
    message: 'Secret file cannot be read',
    cause: 'A ..._file setting names a file that does not exist, is empty, or may not be read.',
    remedy: 'Correct the path or the permissions of the file.',
  },
  secret_given_twice: {
    number: 28,
    name: 'SetupError',
    message: 'A secret is given twice',
    cause: 'Both the setting and its ..._file form are present, or both ways of authentication.',
    remedy: 'Keep one of them.',
  },
  output_unknown: {
    number: 29,
    name: 'SetupError',
    message: 'A service names an output that is not configured',
    cause: 'The name does not stand under outputs.',
    remedy: 'Add the output, or use one of the names that are configured.',
  },
  lookup_written_twice: {
    number: 30,
    name: 'SetupError',
    message: 'Two enabled services or outputs write one lookup',
    cause: 'Same url, domain and lookup name in two places: they would overwrite each other.',
    remedy: 'Give each its own lookup_name, or disable one.',
  },
  key_obfuscated: {
    number: 31,
    name: 'SetupError',
    message: 'The key column of a lookup cannot be obfuscated',
    cause: 'An obfuscation rule names the column cve, and the service delivers to a lookup.',
    remedy: "Remove cve from the rule's fields.",
  },
  service_unknown: {
    number: 32,
    name: 'SetupError',
    message: 'No such service in the configuration',
    cause: 'The named input or service is not configured, or is not enabled.',
    remedy: 'Use a name from the configuration; "ctci-collector status" lists them.',
  },
  certificate_unreadable: {
    number: 33,
    name: 'SetupError',
    message: 'Certificate or key file cannot be used',
    cause: 'The file does not exist, may not be read, or holds something else than PEM without a passphrase.',
    remedy:
      'Do what is said of the file, or correct the path; Devo gives the files under ' +
      'Administration, Credentials, X.509 certificates.',
  },
  storage_unusable: {
    number: 34,
    name: 'SetupError',
    message: 'The folder of external storage cannot be used',
    cause: 'It cannot be made, written or read, or it is not configured although earlier pulls have used it.',
    remedy:
      'Name a folder in globals.external_storage that all workers and clients share and may write, ' +
      'and keep it while pulls use it.',
  },
  token_form: {
    number: 50,
    name: 'SetupError',
    message: 'A token holds something that cannot be sent',
    cause: 'A line break, quotes, a typographic dash or an invisible character came along when the token was copied.',
    remedy: 'Copy the token again, alone: without quotes or blanks around it, and not through a mail or a document.',
  },
  obfuscation_unmatched: {
    number: 70,
    name: 'SetupError',
    message: 'An obfuscation rule names what is no column of the list',
    cause:
      'A field of the rule is mistyped, or the list has lost the column. What the rule shall hide ' +
      'could leave in the clear, so nothing is sent to any output.',
    remedy: 'Write the fields as the list has them, or take the rule out.',
  },
} as const satisfies Record<string, CatalogueEntry>;
