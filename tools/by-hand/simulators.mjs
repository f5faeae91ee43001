import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../setup/project.mjs';
import { waitUntil } from './children.mjs';

const READY_MS = 20_000;

/**
 * Starts the simulated CTCI and Devo. The list stays where it is, so that it can be compared.
 *
 * @param {import('./children.mjs').Children} children
 * @param {{ folder: string, ctciToken: string, devoToken: string, domain: string }} options
 */
export async function startSimulators(children, { folder, ctciToken, devoToken, domain }) {
  const logFile = join(folder, 'simulators.log');
  const options = [
    '--ready-json',
    '--hold',
    '--ctci-token',
    ctciToken,
    '--devo-token',
    devoToken,
    '--devo-domain',
    domain,
  ];
  const child = children.start({
    name: 'simulators',
    command: [process.execPath, join(DIST, 'simulators', 'main.js'), ...options],
    environment: { PATH: process.env.PATH },
    cwd: folder,
    logFile,
  });
  await waitUntil(child, async () => readFileSync(logFile, 'utf8').includes('\n'), READY_MS);
  const { ctci, devo } = JSON.parse(readFileSync(logFile, 'utf8').split('\n')[0]);
  async function ask(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} is answered with ${response.status}`);
    return response.json();
  }
  return {
    ctciUrl: ctci.url,
    lookupApiUrl: devo.lookupApiUrl,
    list: () => ask(`${ctci.url}/_sim/last-served`),
    lookup: (name) => ask(`${devo.url}/_sim/lookups/${name}/rows`),
    deploys: () => ask(`${devo.url}/_sim/deploys`),
  };
}
