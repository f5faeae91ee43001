import type { CatalogueEntry } from '../catalogue-entry';

/**
 * ThreatQuotient: its login (100 to 109) and its events (470 to 489). Numbers 100 to 102 and 400 keep the meaning that
 * Devo's own page gives them.
 */
export const THREATQUOTIENT_ENTRIES = {
  threatquotient_jwt: {
    number: 100,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching ThreatQuotient JWT',
    cause:
      'ThreatQ refused the login: the credentials or the client id are wrong, or the user has no ' +
      'local or LDAP password (single sign-on, two-step verification).',
    remedy:
      'Make sure that username and password are correct and that the user may log in with them: a local or LDAP ' +
      'user of ThreatQ, without single sign-on or two-step verification; set credentials.client_id when the id was ' +
      'read from config.js.',
  },
  threatquotient_client_id: {
    number: 101,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching ThreatQuotient client_id',
    cause: 'The ThreatQ instance could not be asked for its client id; newer releases do not give it any more.',
    remedy:
      'Make sure that api_base_url is right and that {api_base_url}/assets/js/config.js can be ' +
      'reached; or set credentials.client_id.',
  },
  threatquotient_parse: {
    number: 102,
    name: 'InitVariablesError',
    message: 'Cannot parse client_id from ThreatQuotient server',
    cause:
      'There is no client id in config.js, probably because ThreatQ has been upgraded, or ' +
      'something else than ThreatQ answers.',
    remedy: 'Set credentials.client_id: ThreatQ shows it in the profile of a user, under API credentials.',
  },
  threatquotient_account_locked: {
    number: 104,
    name: 'InitVariablesError',
    message: 'ThreatQuotient has locked the account',
    cause: 'There were too many failed logins; ThreatQ locks an account for half an hour after five.',
    remedy:
      'Correct the password, unlock the account in ThreatQ or wait; the collector tries again by ' +
      'itself after half an hour.',
  },
  threatquotient_no_token: {
    number: 105,
    name: 'InitVariablesError',
    message: 'The answer of ThreatQuotient to the login holds no token',
    cause: 'Something else than ThreatQ answered, or a release that the collector does not know.',
    remedy:
      'Check api_base_url, and token_request; if both are right, open an issue with the answer, without its secrets.',
  },
  threatquotient_events_status: {
    number: 400,
    name: 'ApiError',
    message: 'Unexpected status code when fetching ThreatQuotient events',
    cause: 'The query for events was not answered with success.',
    remedy:
      'Read the status and the words of the answer: they should tell why. With 401 or 403, check what the user may do.',
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
      'The address has moved, or http leads to https. A login is never sent to another address ' +
      'than the configured one.',
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
} as const satisfies Record<string, CatalogueEntry>;
