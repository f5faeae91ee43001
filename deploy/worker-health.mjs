// Is this worker asking Temporal for work? Its own metrics say so: `node worker-health.mjs 127.0.0.1:9464`.
// Exit 0 when it polls, else 1 with a reason. Needs `globals.metrics` in the configuration.

const LIMIT_MS = 3_000;

/** Pollers by kind, such as `temporal_num_pollers{poller_type="workflow_task",...} 2`. */
const POLLERS = /^temporal_num_pollers\{[^}]*poller_type="(workflow_task|activity_task)"[^}]*\} (\d+)/gm;

/** What is wrong, or null. */
async function faultOf(address) {
  const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) return `the metrics are answered with ${response.status}`;
  const pollers = { workflow_task: 0, activity_task: 0 };
  for (const [, kind, count] of (await response.text()).matchAll(POLLERS)) pollers[kind] += Number(count);
  for (const [kind, count] of Object.entries(pollers)) {
    if (count === 0) return `nobody polls for a ${kind}`;
  }
  return null;
}

const address = process.argv[2] ?? '127.0.0.1:9464';
const fault = await faultOf(address).catch((error) => error.cause?.message ?? error.message);
if (fault !== null) {
  console.error(`${address}: ${fault}`);
  process.exitCode = 1;
}
