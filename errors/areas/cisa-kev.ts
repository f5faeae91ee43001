import type { CatalogueEntry } from '../catalogue-entry';

/** CISA's catalogue of known exploited vulnerabilities, or a mirror of it (451 to 464). */
export const CISA_KEV_ENTRIES = {
  kev_unreachable: {
    number: 451,
    name: 'ApiError',
    message: "CISA's catalogue cannot be reached",
    cause: 'The name does not resolve, the connection is refused or cut, or TLS fails.',
    remedy: 'Check DNS, proxy and firewall from the machine of the worker, or name a mirror with api_base_url.',
  },
  kev_timeout: {
    number: 452,
    name: 'ApiError',
    message: "CISA's catalogue did not come in time",
    cause: 'Connecting or downloading took longer than allowed.',
    remedy: 'Check the network; the pull is repeated by itself.',
  },
  kev_cut_short: {
    number: 453,
    name: 'ApiError',
    message: "CISA's catalogue was cut short",
    cause: 'The connection ended before the announced end of the body.',
    remedy:
      'Nothing, unless it stays: the pull is repeated by itself. Then look for a proxy with a size or time limit.',
  },
  kev_not_json: {
    number: 454,
    name: 'ApiError',
    message: "What came in place of CISA's catalogue is not JSON",
    cause: 'A proxy, a content delivery network that turns strangers away, or a portal page answered.',
    remedy:
      'Look at the first words of the answer; check proxies and whether something blocks the ' +
      'address of this machine, or name a mirror with api_base_url.',
  },
  kev_not_the_list: {
    number: 455,
    name: 'ApiError',
    message: "What came is JSON, but not CISA's catalogue",
    cause: 'The answer lacks vulnerabilities, catalogVersion or dateReleased, or they are not what CISA publishes.',
    remedy: 'Check api_base_url and endpoint; if they are right, the catalogue has changed: open an issue.',
  },
  kev_count_differs: {
    number: 456,
    name: 'ApiError',
    message: "The count of CISA's catalogue is not the number of its vulnerabilities",
    cause: 'The file is incomplete, or it was changed on its way: its own count says how many there must be.',
    remedy: 'Nothing, unless it stays: the old list stays in place until count and vulnerabilities agree.',
  },
  kev_too_large: {
    number: 457,
    name: 'ApiError',
    message: "CISA's catalogue is larger than allowed",
    cause: 'The body exceeds the limit, on the wire or unpacked.',
    remedy: 'Check api_base_url and endpoint: the catalogue has some megabytes.',
  },
  kev_redirect: {
    number: 458,
    name: 'ApiError',
    message: "The address of CISA's catalogue leads to another host",
    cause: 'The address has moved, or a portal stands before it.',
    remedy: 'If the new address is trusted, set api_base_url to it.',
  },
  kev_forbidden: {
    number: 459,
    name: 'ApiError',
    message: "Somebody refuses to give CISA's catalogue",
    cause:
      'The catalogue needs no account: a proxy or a content delivery network refuses this machine (HTTP 401, 403).',
    remedy: 'Check proxies, or name a mirror with api_base_url.',
  },
  kev_not_found: {
    number: 460,
    name: 'ApiError',
    message: "There is no catalogue of CISA's at this address",
    cause: 'api_base_url or endpoint is wrong, or the catalogue has moved (HTTP 404).',
    remedy:
      'Leave out api_base_url and endpoint to ask CISA itself; of a mirror, set endpoint to the path of the file.',
  },
  kev_rate_limited: {
    number: 461,
    name: 'ApiError',
    message: "The server of CISA's catalogue asks to slow down",
    cause: 'Too many requests (HTTP 429).',
    remedy: 'Nothing: the pull waits as told. If it stays, pull less often.',
  },
  kev_server_error: {
    number: 462,
    name: 'ApiError',
    message: "The server of CISA's catalogue has a fault of its own",
    cause: 'The server answered with HTTP 5xx.',
    remedy: 'Nothing, unless it stays: the pull is repeated by itself.',
  },
  kev_status: {
    number: 463,
    name: 'ApiError',
    message: "Unexpected status code when fetching CISA's catalogue",
    cause: 'The answer has an HTTP status that is neither success nor one with a number of its own.',
    remedy: 'Read the status and the words of the answer; check api_base_url, endpoint and proxies.',
  },
} as const satisfies Record<string, CatalogueEntry>;
