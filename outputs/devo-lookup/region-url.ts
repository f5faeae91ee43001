/** Devo's regions that have a Lookups API. */
type DevoRegion = 'us' | 'eu' | 'ca' | 'apac';

/**
 * Base address of a region's Lookups API.
 *
 * Devo writes its hosts with a dot (`api.us`) and with a hyphen (`api-us`); only the hyphen stands in samples that
 * run, so that is the one taken here. Whoever needs the other gives `url` instead of `region`.
 */
export function regionUrl(region: DevoRegion): string {
  return `https://api-${region}.devo.com/lookup-api`;
}
