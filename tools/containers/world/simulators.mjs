import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DIST } from '../../setup/project.mjs';

const READY_MS = 60_000;
const POLL_MS = 100;

/** Long enough that something can be done while it runs, and short enough that nobody gives up on it. */
const SLOW_JOB_MS = 10_000;

/**
 * Starts the simulated CTCI and Devo. The list moves only when it is told to.
 *
 * @param {{ ctciToken: string, devoToken: string, domain: string, lookupName: string }} options
 */
export async function startSimulators({ ctciToken, devoToken, domain, lookupName }) {
  const args = [
    '--ready-json',
    '--hold',
    '--ctci-token',
    ctciToken,
    '--devo-token',
    devoToken,
    '--devo-domain',
    domain,
  ];
  const child = spawn(process.execPath, [join(DIST, 'simulators', 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await firstLine(child);
  const { ctci, devo } = JSON.parse(ready);
  let step = 0;

  async function ask(url, body) {
    const options =
      body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(`${url} is answered with ${response.status}: ${await response.text()}`);
    return response.json().catch(() => null);
  }
  const deploys = () => ask(`${devo.url}/_sim/deploys`);
  const list = () => ask(`${ctci.url}/_sim/rows`);
  const shown = [await list()];

  /** The list as it will be one step later. */
  async function changeList() {
    step += 1;
    await ask(`${ctci.url}/_sim/goto`, { step });
    shown.push(await list());
  }

  const rowsOfLookup = `${devo.url}/_sim/lookups/${lookupName}/rows`;
  const lookup = () => ask(rowsOfLookup);

  /** Null where there is none, which is so until the job that makes it has ended. */
  async function lookupOrNone() {
    const response = await fetch(rowsOfLookup);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`the lookup is answered with ${response.status}`);
    return response.json();
  }

  /** Waits until one more deploy than before is at work. */
  async function untilDeploying(before, limitMs) {
    const giveUpAt = Date.now() + limitMs;
    for (;;) {
      const all = await deploys();
      if (all.length > before && all.at(-1).outcome === 'running') return;
      if (all.length > before) throw new Error('the deploy was over before anything could be done in it');
      if (Date.now() > giveUpAt) throw new Error(`nothing was deployed within ${limitMs / 1000} s`);
      await wait(POLL_MS);
    }
  }

  return {
    ports: [ctci.url, devo.url].map((url) => Number(new URL(url).port)),
    paths: { ctci: '', lookupApi: new URL(devo.lookupApiUrl).pathname },
    deploys,
    changeList,
    untilDeploying,
    /** What the next download gets. */
    list,
    /** Every list that there was so far, in order. */
    shown,
    lookup,
    lookupOrNone,
    /** The fewest rows that the lookup ever had. */
    fewestRows: async () => (await ask(`${devo.url}/_sim/lookups/${lookupName}`)).minimumRows,
    overlaps: () => ask(`${devo.url}/_sim/overlaps`),
    slowNextJob: () => ask(`${devo.url}/_sim/faults`, { fault: 'slow-job', ms: SLOW_JOB_MS, requests: 1 }),
    tokensRefused: async () => (await ask(`${devo.url}/_sim/state`)).tokensRefused,
    stop() {
      child.kill('SIGTERM');
      return new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve()));
    },
  };
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the simulators do not start')), READY_MS);
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`the simulators ended with ${code}`)));
  });
}
