import type { CewlRow } from '../replay/cewl-row';

/**
 * NSA's list of 2020 (public), as CTCI gives it to a token without a subscription: 24 rows, HTTP 200, no other sign.
 */
const ADVISORY = [
  ['CVE-2015-4852', 'oracle', 'weblogic server'],
  ['CVE-2017-6327', 'symantec', 'messaging gateway'],
  ['CVE-2018-4939', 'adobe', 'coldfusion'],
  ['CVE-2018-6789', 'exim', 'exim'],
  ['CVE-2019-0708', 'microsoft', 'windows'],
  ['CVE-2019-0803', 'microsoft', 'windows'],
  ['CVE-2019-1040', 'microsoft', 'windows'],
  ['CVE-2019-3396', 'atlassian', 'confluence'],
  ['CVE-2019-11510', 'pulse secure', 'connect secure'],
  ['CVE-2019-11580', 'atlassian', 'crowd'],
  ['CVE-2019-18935', 'progress', 'telerik ui'],
  ['CVE-2019-19781', 'citrix', 'adc'],
  ['CVE-2020-0601', 'microsoft', 'windows'],
  ['CVE-2020-0688', 'microsoft', 'exchange server'],
  ['CVE-2020-1350', 'microsoft', 'windows'],
  ['CVE-2020-1472', 'microsoft', 'windows'],
  ['CVE-2020-2555', 'oracle', 'coherence'],
  ['CVE-2020-3118', 'cisco', 'ios xr'],
  ['CVE-2020-5902', 'f5', 'big-ip'],
  ['CVE-2020-8193', 'citrix', 'adc'],
  ['CVE-2020-8195', 'citrix', 'adc'],
  ['CVE-2020-8196', 'citrix', 'adc'],
  ['CVE-2020-10189', 'zoho', 'manageengine'],
  ['CVE-2020-15505', 'mobileiron', 'core'],
] as const;

const ADDED_MS = Date.UTC(2020, 10, 1); // the day from which CTCI keeps date_added

export function restrictedList(): readonly CewlRow[] {
  return ADVISORY.map(([cve, vendor, product], index) => ({
    cve,
    year: Number(cve.slice(4, 8)),
    base_score: 'Unknown',
    base_severity: 'Unknown',
    cve_date: null,
    vendor,
    product,
    vulnerability_type: null,
    description: `${vendor} ${product}: named in the advisory of 2020`,
    reference: `https://nvd.nist.gov/vuln/detail/${cve}`,
    date_added: ADDED_MS,
    honeypot: null,
    intel: ADDED_MS,
    base_metric_v2: null,
    base_metric_v3: null,
    id_ref: index + 1,
    updated: ADDED_MS,
    cwe: null,
    external_note: null,
    enabled: true,
    processed: false,
    notified: true,
    notified_date: ADDED_MS,
  }));
}
