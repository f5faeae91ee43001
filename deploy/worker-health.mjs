// Does this worker ask Temporal for work, and is it heard? Its own metrics say so: `node worker-health.mjs
// 127.0.0.1:9464`.
// Exit 0 when it does, else 1 with a reason. Needs `globals.metrics` in the configuration. Takes a tenth of a second.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIMIT_MS = 3_000;

/** A line such as `temporal_num_pollers{poller_type="workflow_task",namespace="default"} 2`. */
const SAMPLE = /^(\w+)\{([^}]*)\} (\d+)/gm;

async function readMetrics(address) {
  const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`the metrics are answered with ${response.status}`);
  const samples = [...(await response.text()).matchAll(SAMPLE)].map(([, name, labels, count]) => ({
    name,
    labels,
    count: Number(count),
  }));
  return (name, label = '') =>
    samples
      .filter((sample) => sample.name === name && sample.labels.includes(label))
      .reduce((sum, { count }) => sum + count, 0);
}

/**
 * What is wrong, or null. The pollers are there even while Temporal is not, so what became of their polls counts too.
 */
async function faultOf(address) {
  const sum = await readMetrics(address);
  for (const kind of ['workflow_task', 'activity_task']) {
    if (sum('temporal_num_pollers', `poller_type="${kind}"`) === 0) return `nobody polls for a ${kind}`;
  }
  const polls = { all: sum('temporal_long_request'), failed: sum('temporal_long_request_failure') };
  const before = exchange(join(tmpdir(), `worker-health-${address.replace(/\W/g, '-')}.json`), polls);
  const [all, failed] = [polls.all - before.all, polls.failed - before.failed];
  return failed > 0 && failed >= all ? `none of ${all} polls reached Temporal since the last check` : null;
}

/** Keeps the counts for the next check, and gives those of the last one; a worker that began anew has lower ones. */
function exchange(file, polls) {
  const none = { all: 0, failed: 0 };
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    return kept.all <= polls.all && kept.failed <= polls.failed ? kept : none;
  } catch {
    return none;
  } finally {
    writeFileSync(file, JSON.stringify(polls));
  }
}

const address = process.argv[2] ?? '127.0.0.1:9464';
const fault = await faultOf(address).catch((error) => error.cause?.message ?? error.message);
if (fault !== null) {
  console.error(`${address}: ${fault}`);
  process.exitCode = 1;
}
