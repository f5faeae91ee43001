import type { CatalogueEntry } from '../catalogue-entry';

/**
 * CTCI: its login (103 to 109) and its list (401 to 450). Number 400 keeps the meaning that Devo's own page gives it.
 */
export const CTCI_ENTRIES = {
  ctci_login_failed: {
    number: 103,
    name: 'InitVariablesError',
    message: 'Unexpected status code when fetching the CTCI access token',
    cause: 'CTCI refused the username and password, or answered the login in another way than documented.',
    remedy: 'Check username and password in the CTCI portal; an api_token is the better choice for a collector.',
  },
  ctci_status: {
    number: 400,
    name: 'ApiError',
    message: 'Unexpected status code when fetching the CEWL',
    cause: 'CTCI answered with an HTTP status that is neither success nor one with a number of its own.',
    remedy: 'Read the status and the words of the answer; check api_base_url and endpoint.',
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
      'Look at the first words of the answer; check api_base_url, endpoint and proxies, and ' +
      'whether something blocks the address of this machine.',
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
      'The answer counts more rows than it holds, or names a further page. Delivered, that page ' +
      'would take the place of the whole list.',
    remedy:
      'Set endpoint to the address of the whole list, such as /api/v1/cewl, without a query that ' +
      'limits it. If CTCI gives its list in pages now, open an issue.',
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
} as const satisfies Record<string, CatalogueEntry>;
