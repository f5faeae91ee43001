/**
 * Base addresses of the Lookups API. Devo writes the hosts with a hyphen in its samples and with a dot in its API
 * description; only the hyphen is known to run, so `url` stays free for the other.
 */
export const LOOKUP_API_URLS = {
  us: 'https://api-us.devo.com/lookup-api',
  eu: 'https://api-eu.devo.com/lookup-api',
  ca: 'https://api-ca.devo.com/lookup-api',
  apac: 'https://api-apac.devo.com/lookup-api',
} as const satisfies Record<string, string>;

/** Addresses of the HTTP ingestion endpoint, as Devo's page on it lists them; `apac` is Singapore, `apac2` Sydney. */
export const HTTP_INGESTION_URLS = {
  us: 'https://http-us.devo.io',
  us3: 'https://http-us3.devo.io',
  eu: 'https://http-eu.devo.io',
  ca: 'https://http-ca.devo.io',
  apac: 'https://collector-ap.devo.io:8443',
  apac2: 'https://collector-ap2.devo.io:8443',
} as const satisfies Record<string, string>;
