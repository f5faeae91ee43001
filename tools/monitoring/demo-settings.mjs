/*
 * Parts of a configuration between the simulators, with the credentials that the demo's simulators take.
 */

/** @param {{ url: string }} ctci @param {number} periodSeconds */
export function ctciInput(ctci, periodSeconds) {
  return {
    api_base_url: ctci.url,
    credentials: { api_token: 'demo-ctci-token' },
    services: { cewl: { request_period_in_seconds: periodSeconds, outputs: ['devo_lookup'] } },
  };
}

/** @param {{ lookupApiUrl: string }} devo */
export function lookupOutput(devo) {
  return {
    type: 'devo_lookup',
    config: {
      url: devo.lookupApiUrl,
      domain: 'demo',
      token: 'demo-devo-token',
      lookup_name: 'CTCI_CVE_Early_Warning_List',
    },
  };
}
