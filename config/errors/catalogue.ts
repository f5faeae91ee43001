import type { ErrorName } from '../../domain/report/error-report';
import { RUN_FAULTS } from '../../domain/state/run-faults';

/** One error that a user can meet: what it says, why it happens, what to do. */
export interface CatalogueEntry {
  readonly number: number;
  readonly name: ErrorName;
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
}

/**
 * Numbers 1 to 17, 100 to 102 and 400 keep the meaning that Devo's own page gives them.
 * Free bands: SetupError 18 to 99, InitVariablesError 103 to 199, ApiError 401 to 499 (the source),
 * DevoError 500 to 599 (the sink), EngineError 600 to 699 (Temporal and the collector), UsageError 700 to 799.
 */
export const CATALOGUE = {
  ...RUN_FAULTS,
  api_base_url_missing: {
    number: 1,
    name: 'SetupError',
    message: 'api_base_url must be specified',
    cause: 'The api_base_url setting is missing or empty.',
    remedy:
      'Set api_base_url under the input, for example https://api.ctci.ai; that of ThreatQuotient may stand under the events service.',
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
      'api_base_url must match one of two regexes: http[s]://{ip_address}{:optional_port} or http[s]://{domain}{:optional_port}',
    cause: 'The api_base_url setting is not a plain http or https base address.',
    remedy: "Write only scheme, host and optional port; the path belongs into the service's endpoint.",
  },
  credentials_missing: {
    number: 4,
    name: 'SetupError',
    message: 'Required setting, credentials not found in user configuration',
    cause: 'There is no credentials section in the input.',
    remedy:
      'Add credentials to the input: with api_token (or api_token_file) for CTCI, with username and password for ThreatQuotient.',
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
      'Add an entry named default, for events of all other types. Only services of a ThreatQuotient input have this setting.',
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
      'Copy the subscription token from the CTCI portal (menu "API Tokens") into credentials.api_token or a file named by api_token_file.',
  },
  api_token_type: {
    number: 19,
    name: 'SetupError',
    message: 'Required setting, api_token not of expected type: str',
    cause: 'The api_token setting has a type other than string, is empty, or holds something that cannot be sent.',
    remedy:
      'Write api_token as a string, in quotes if need be, and copy it alone: without line breaks, or quotes and blanks around it.',
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
      'Do what is said of the file, or correct the path; Devo gives the files under Administration, Credentials, X.509 certificates.',
  },
  storage_unusable: {
    number: 34,
    name: 'SetupError',
    message: 'The folder of external storage cannot be used',
    cause: 'It cannot be made, written or read, or it is not configured although earlier pulls have used it.',
    remedy:
      'Name a folder in globals.external_storage that all workers and clients share and may write, and keep it while pulls use it.',
  },
  obfuscation_unmatched: {
    number: 70,
    name: 'SetupError',
    message: 'An obfuscation rule names what is no column of the list',
    cause:
      'A field of the rule is mistyped, or the list has lost the column. What the rule shall hide could leave in the clear, so nothing is sent to any output.',
    remedy: 'Write the fields as the list has them, or take the rule out.',
  },
  token_form: {
    number: 50,
    name: 'SetupError',
    message: 'A token holds something that cannot be sent',
    cause: 'A line break, quotes, a typographic dash or an invisible character came along when the token was copied.',
    remedy: 'Copy the token again, alone: without quotes or blanks around it, and not through a mail or a document.',
  },
  threatquotient_jwt: {
    number: 100,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching ThreatQuotient JWT',
    cause:
      'ThreatQ refused the login: the credentials or the client id are wrong, or the user has no local or LDAP password (single sign-on, two-step verification).',
    remedy:
      'Make sure that username and password are correct and that the user may log in with them; set credentials.client_id when the id was read from config.js.',
  },
  threatquotient_client_id: {
    number: 101,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching ThreatQuotient client_id',
    cause: 'The ThreatQ instance could not be asked for its client id; newer releases do not give it any more.',
    remedy:
      'Make sure that api_base_url is right and that {api_base_url}/assets/js/config.js can be reached; or set credentials.client_id.',
  },
  threatquotient_parse: {
    number: 102,
    name: 'InitVariablesError',
    message: 'Cannot parse client_id from ThreatQuotient server',
    cause:
      'There is no client id in config.js, probably because ThreatQ has been upgraded, or something else than ThreatQ answers.',
    remedy: 'Set credentials.client_id: ThreatQ shows it in the profile of a user, under API credentials.',
  },
  ctci_login_failed: {
    number: 103,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching the CTCI access token',
    cause: 'CTCI refused the username and password, or answered the login in another way than documented.',
    remedy: 'Check username and password in the CTCI portal; an api_token is the better choice for a collector.',
  },
  threatquotient_account_locked: {
    number: 104,
    name: 'InitVariablesError',
    message: 'ThreatQuotient has locked the account',
    cause: 'There were too many failed logins; ThreatQ locks an account for half an hour after five.',
    remedy:
      'Correct the password, unlock the account in ThreatQ or wait; the collector tries again by itself after half an hour.',
  },
  threatquotient_no_token: {
    number: 105,
    name: 'InitVariablesError',
    message: 'The answer of ThreatQuotient to the login holds no token',
    cause: 'Something else than ThreatQ answered, or a release that the collector does not know.',
    remedy:
      'Check api_base_url, and token_request; if both are right, open an issue with the answer, without its secrets.',
  },
  ctci_status: {
    number: 400,
    name: 'ApiError',
    message: 'Unexpected status code when fetching the CEWL',
    cause: 'CTCI answered with an HTTP status that is neither success nor one with a number of its own.',
    remedy: 'Read the status and the words of the answer; check api_base_url and endpoint.',
  },
  threatquotient_events_status: {
    number: 400,
    name: 'ApiError',
    message: 'Unexpected status code when fetching ThreatQuotient events',
    cause: 'The query for events was not answered with success.',
    remedy:
      'Read the status and the words of the answer: they should tell why. With 401 or 403, check what the user may do.',
  },
  ctci_unauthorized: {
    number: 401,
    name: 'ApiError',
    message: 'CTCI refused the credentials',
    cause: 'The token is unknown, disabled or has expired (HTTP 401).',
    remedy: 'Copy the token again from the CTCI portal (menu "API Tokens"); then "ctci-collector check".',
  },
  ctci_unreachable: {
    number: 402,
    name: 'ApiError',
    message: 'CTCI cannot be reached',
    cause: 'The name does not resolve, the connection is refused or cut, or TLS fails.',
    remedy: 'Check api_base_url, DNS, proxy and firewall from the machine of the worker.',
  },
  ctci_forbidden: {
    number: 403,
    name: 'ApiError',
    message: 'CTCI forbids this token to read the list',
    cause: 'The token or its company is disabled, or has not the role (HTTP 403).',
    remedy: "Use the company's subscription token; ask CTCI whether the subscription is active.",
  },
  ctci_not_found: {
    number: 404,
    name: 'ApiError',
    message: 'CTCI knows no list at this address',
    cause: 'api_base_url or endpoint is wrong (HTTP 404).',
    remedy: 'Use endpoint /api/v1/cewl (or /cve/cewl_download) and api_base_url https://api.ctci.ai.',
  },
  ctci_not_json: {
    number: 405,
    name: 'ApiError',
    message: 'CTCI answered with something that is not JSON',
    cause:
      'A proxy, a firewall, a content delivery network, a portal page or a broken server answered in place of the API.',
    remedy:
      'Look at the first words of the answer; check api_base_url, endpoint and proxies, and whether something blocks the address of this machine.',
  },
  ctci_not_the_list: {
    number: 406,
    name: 'ApiError',
    message: 'CTCI answered with JSON that is not the list',
    cause: 'The answer is neither an array of rows nor an object with the rows under data.',
    remedy: 'Check endpoint; if it is right, the API has changed: keep the answer and open an issue.',
  },
  ctci_error_in_body: {
    number: 407,
    name: 'ApiError',
    message: 'CTCI answered with an error in the body',
    cause: 'The answer came with HTTP 200, but its body says that it is an error.',
    remedy: 'Follow the words of the answer.',
  },
  ctci_timeout: {
    number: 408,
    name: 'ApiError',
    message: 'CTCI did not answer in time',
    cause: 'Connecting or downloading took longer than allowed.',
    remedy: 'Check the network; the pull is repeated by itself.',
  },
  ctci_cut_short: {
    number: 409,
    name: 'ApiError',
    message: 'The answer of CTCI was cut short',
    cause: 'The connection ended before the announced end of the body.',
    remedy:
      'Nothing, unless it stays: the pull is repeated by itself. Then look for a proxy with a size or time limit.',
  },
  ctci_redirect: {
    number: 410,
    name: 'ApiError',
    message: 'CTCI redirects to another host',
    cause: 'The API may have moved. The key is not sent to a host that is not configured.',
    remedy: 'If the new address is trusted, set api_base_url to it.',
  },
  ctci_page_of_list: {
    number: 411,
    name: 'ApiError',
    message: 'CTCI answered with one page of the list',
    cause:
      'The answer counts more rows than it holds, or names a further page. Delivered, that page would take the place of the whole list.',
    remedy:
      'Set endpoint to the address of the whole list, such as /api/v1/cewl, without a query that limits it. If CTCI gives its list in pages now, open an issue.',
  },
  ctci_too_large: {
    number: 413,
    name: 'ApiError',
    message: 'The answer of CTCI is larger than allowed',
    cause: 'The body exceeds 100 MB, or 512 MB with globals.external_storage: far more than a list should have.',
    remedy: 'Check endpoint. If the list really is that large, configure globals.external_storage.',
  },
  list_too_large: {
    number: 414,
    name: 'ApiError',
    message: "The list is too large for Temporal's payloads",
    cause: 'Packed, the list exceeds what one Temporal payload may hold, and no external storage is configured.',
    remedy: 'Configure globals.external_storage with a folder that all workers and clients share.',
  },
  ctci_rate_limited: {
    number: 429,
    name: 'ApiError',
    message: 'CTCI asks to slow down',
    cause: 'Too many requests in a short time (HTTP 429).',
    remedy: 'Raise request_period_in_seconds; the list changes by the day.',
  },
  ctci_server_error: {
    number: 450,
    name: 'ApiError',
    message: 'CTCI has a fault of its own',
    cause: 'The API answered with a 5xx status.',
    remedy: 'Nothing, unless it stays: the pull is repeated by itself. Then ask CTCI.',
  },
  threatquotient_unreachable: {
    number: 470,
    name: 'ApiError',
    message: 'ThreatQuotient cannot be reached',
    cause: 'The name does not resolve, or the connection is refused or cut.',
    remedy: 'Check api_base_url, DNS, proxy and firewall from the machine of the worker.',
  },
  threatquotient_tls: {
    number: 471,
    name: 'ApiError',
    message: 'The TLS connection to ThreatQuotient failed',
    cause:
      'The certificate is not trusted, has expired, or belongs to another name. This has nothing to do with the login.',
    remedy: 'Name the authority of the certificate with ca_file; verify_host_ssl_cert: false switches the check off.',
  },
  threatquotient_timeout: {
    number: 472,
    name: 'ApiError',
    message: 'ThreatQuotient did not answer in time',
    cause: 'Connecting or downloading a page took longer than allowed.',
    remedy: 'Check the network; ask for smaller pages with event_fetch_limit_in_items. The pull is repeated by itself.',
  },
  threatquotient_cut_short: {
    number: 473,
    name: 'ApiError',
    message: 'The answer of ThreatQuotient was cut short',
    cause: 'The connection ended before the announced end of the body.',
    remedy:
      'Nothing, unless it stays: the pull is repeated by itself. Then look for a proxy with a size or time limit.',
  },
  threatquotient_not_json: {
    number: 474,
    name: 'ApiError',
    message: 'ThreatQuotient answered with something that is not JSON',
    cause: 'A proxy, a login page or a broken server answered in place of the API.',
    remedy: 'Look at the first words of the answer; check api_base_url and proxies.',
  },
  threatquotient_too_large: {
    number: 475,
    name: 'ApiError',
    message: 'An event of ThreatQuotient is larger than allowed',
    cause: 'Even a page of one event exceeds the limit of an answer.',
    remedy: 'Look for the event in ThreatQ and remove what it need not hold.',
  },
  threatquotient_redirect: {
    number: 476,
    name: 'ApiError',
    message: 'ThreatQuotient redirects',
    cause:
      'The address has moved, or http leads to https. A login is never sent to another address than the configured one.',
    remedy: 'If the new address is trusted, set api_base_url to it.',
  },
  threatquotient_not_events: {
    number: 477,
    name: 'ApiError',
    message: 'ThreatQuotient answered with JSON that is no page of events',
    cause: 'The answer has not the form {"total": ..., "data": [...]}.',
    remedy: 'Check api_base_url; if it is right, the API has changed: keep the answer and open an issue.',
  },
  threatquotient_no_data: {
    number: 478,
    name: 'ApiError',
    message: 'ThreatQuotient answered without data',
    cause: 'ThreatQ answers so to users who may not read events.',
    remedy: 'Give the user of the credentials the right to read events in ThreatQ.',
  },
  threatquotient_error_in_body: {
    number: 479,
    name: 'ApiError',
    message: 'ThreatQuotient answered with an error in the body',
    cause: 'The answer came with HTTP 200, but its body says that it is an error.',
    remedy: 'Follow the words of the answer.',
  },
  threatquotient_circle: {
    number: 480,
    name: 'ApiError',
    message: 'ThreatQuotient gives the same events for every page',
    cause: 'The server does not heed the offset or mark of a page, so that the rest cannot be got.',
    remedy: 'Try the other way with paging: cursor (or offset); then open an issue.',
  },
  devo_status: {
    number: 500,
    name: 'DevoError',
    message: "Unexpected status code from Devo's Lookups API",
    cause: 'Devo answered with an HTTP status that is neither success nor one with a number of its own.',
    remedy: "Read the words of the answer; give the cid to Devo's support.",
  },
  devo_unauthorized: {
    number: 501,
    name: 'DevoError',
    message: 'Devo refused the token',
    cause: 'The token is unknown or has expired, or its user may not manage lookups (HTTP 401 or 403).',
    remedy:
      'Make a token under Administration, Credentials, Authentication tokens, with a user whose role has "Lookups: Manage".',
  },
  devo_unreachable: {
    number: 502,
    name: 'DevoError',
    message: 'Devo cannot be reached',
    cause: 'The name does not resolve, the connection is refused or cut, or TLS fails.',
    remedy: 'Check region or url, DNS, proxy and firewall from the machine of the worker.',
  },
  devo_timeout: {
    number: 503,
    name: 'DevoError',
    message: 'Devo did not answer in time',
    cause: 'A request took longer than allowed.',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_refused: {
    number: 504,
    name: 'DevoError',
    message: 'Devo refused the deploy',
    cause: 'The Lookups API answered with a 4xx status: domain, lookup name or configuration are not accepted.',
    remedy: 'Read the words of the answer; check domain and lookup_name.',
  },
  devo_job_failed: {
    number: 505,
    name: 'DevoError',
    message: 'The deploy job ended in error',
    cause: 'Devo accepted the list but could not build the lookup.',
    remedy: 'Look at the lookup in Devo (Data search, Lookups); the next pull delivers the whole list again.',
  },
  devo_job_endless: {
    number: 506,
    name: 'DevoError',
    message: 'The deploy job did not end in time',
    cause: 'A job stayed without result for 40 minutes.',
    remedy: 'Look at the lookup in Devo; refresh or delete it there. The next pull delivers the whole list again.',
  },
  devo_answer: {
    number: 507,
    name: 'DevoError',
    message: 'Devo answered in a form that is not known',
    cause:
      'The answer is not the JSON that the Lookups API gives: a proxy, a firewall or another service may have answered.',
    remedy:
      'Check region or url; look at the first words of the answer, and whether something blocks the address of this machine.',
  },
  devo_rate_limited: {
    number: 508,
    name: 'DevoError',
    message: 'Devo asks to slow down',
    cause: 'Too many requests in a short time (HTTP 429).',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_server_error: {
    number: 509,
    name: 'DevoError',
    message: 'Devo has a fault of its own',
    cause: 'The API answered with a 5xx status.',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_tls: {
    number: 510,
    name: 'DevoError',
    message: "The TLS connection to Devo's event endpoint failed",
    cause: 'A certificate is expired, foreign, or not accepted by the other side.',
    remedy: 'Check chain, cert and key, and that they belong to this domain and region.',
  },
  devo_connection_lost: {
    number: 511,
    name: 'DevoError',
    message: "The connection to Devo's event endpoint was lost",
    cause: 'The peer closed or reset the connection before it had confirmed the end.',
    remedy: 'Nothing, unless it stays: the events are sent again.',
  },
  engine_unreachable: {
    number: 600,
    name: 'EngineError',
    message: 'Temporal cannot be reached',
    cause: 'No Temporal server answers at the address.',
    remedy:
      'Start one with "npm start", or set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*).',
  },
  no_worker: {
    number: 601,
    name: 'EngineError',
    message: 'No worker polls the task queue',
    cause: 'The worker is not running, or serves another collector name or id.',
    remedy: 'Start it with "ctci-collector worker" (or "npm start") and the same configuration.',
  },
  not_running: {
    number: 602,
    name: 'EngineError',
    message: 'The service is not running',
    cause: 'There is no cron for it on this Temporal.',
    remedy: 'Start it with "ctci-collector start".',
  },
  namespace_unknown: {
    number: 615,
    name: 'EngineError',
    message: 'The namespace does not exist on this Temporal',
    cause:
      'TEMPORAL_NAMESPACE (or the profile) names a namespace that this server does not have, or the address is that of another server.',
    remedy:
      'Correct TEMPORAL_NAMESPACE or TEMPORAL_ADDRESS, or make the namespace: "temporal operator namespace create --namespace NAME".',
  },
  not_temporal: {
    number: 616,
    name: 'EngineError',
    message: 'What answers at the address is not a Temporal server',
    cause:
      'Another program listens there, a proxy answers in its place, or it is a port of Temporal that does not speak gRPC, such as that of the Web UI.',
    remedy: 'Correct TEMPORAL_ADDRESS: host and port of the gRPC service, 7233 unless it was changed.',
  },
  engine_forbids: {
    number: 617,
    name: 'EngineError',
    message: 'Temporal does not permit this',
    cause: 'The API key or certificate is missing, has ended, or has no right to the namespace.',
    remedy:
      'Give one that has: TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH; see also TEMPORAL_NAMESPACE.',
  },
  task_failing: {
    number: 614,
    name: 'EngineError',
    message: 'A run cannot go on: its task fails again and again',
    cause:
      'Other code began the run than the worker has, or the worker has a fault of its own. Temporal gives the task again and tells nobody.',
    remedy:
      'Run the version that began the run, or end the run with "ctci-collector stop" and go on from its state with "ctci-collector start". The worker\'s log says more.',
  },
  config_mismatch: {
    number: 603,
    name: 'EngineError',
    message: 'Workers of one collector run different configurations',
    cause:
      'The worker that took this step has another configuration than the one that did the setup: another file, or one that was edited before the worker was started again.',
    remedy:
      'Run all workers with the same configuration. After an edit nothing has to be done: the next pull goes by it.',
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
      'Install it (https://docs.temporal.io/cli) or name it with TEMPORAL_CLI_PATH, or set TEMPORAL_ADDRESS to a server.',
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
  place_unusable: {
    number: 640,
    name: 'EngineError',
    message: 'A file or folder that the collector needs cannot be used',
    cause: 'A path that cannot be, missing rights, a read-only or a full disk.',
    remedy:
      'Let the user who runs the collector write there, or take another place: files of the collector lie beside its configuration (--config FILE).',
  },
  database_unusable: {
    number: 641,
    name: 'EngineError',
    message: 'The database of Temporal cannot be read',
    cause: 'It is damaged, for example by a crash of the machine or a full disk, or it is the file of another program.',
    remedy:
      'Put a back-up in its place, or move it aside, with its neighbours -wal and -shm: a new one is made at the next start, and everything is delivered once more.',
  },
  machine_unsupported: {
    number: 642,
    name: 'EngineError',
    message: 'The collector does not run on this machine',
    cause: 'Its Node is older than the collector needs, or its system is Windows.',
    remedy: 'Use a newer Node (https://nodejs.org); on Windows use WSL or the container (docs/containers.md).',
  },
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
  none_enabled: {
    number: 705,
    name: 'UsageError',
    message: 'No enabled service matches',
    cause: 'The configuration enables no service, or the one that is named is switched off.',
    remedy: 'Set enabled: true for its input in the configuration, then run "ctci-collector apply".',
  },
  file_exists: {
    number: 704,
    name: 'UsageError',
    message: 'A file that would be written is there already',
    cause: 'What "ctci-collector init" makes would take the place of a file.',
    remedy: 'Say --force to write over it, or name another configuration with --config.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorId = keyof typeof CATALOGUE;
