import { setTimeout as wait } from 'node:timers/promises';
import { MONITORING_FILE } from '../world/project.mjs';
import { pullAfter } from './kills.mjs';

/** As docs/containers.md says it. */
const METRICS = { prometheus: '0.0.0.0:9464', allow_remote: true };

const PAGE = 'http://127.0.0.1:9090/api/v1/';

/** Two scrapes, 15 seconds apart, and what Prometheus wants for its own start. */
const SCRAPED_MS = 90_000;
const POLL_MS = 500;

/** What a dashboard cannot do without: the SDK's and our own. */
const WANTED = [
  'temporal_num_pollers',
  'temporal_long_request',
  'ctci_collector_last_good_pull_timestamp_seconds',
  'ctci_collector_list_rows',
];

export const metricsScraped = {
  title: 'a Prometheus beside the worker scrapes it, and loads the alerts',
  async run(world) {
    const { project, configure, simulators } = world;
    configure((config) => {
      config.globals.metrics = METRICS;
    });
    project.use(MONITORING_FILE);
    try {
      await project.compose('restart', 'worker');
      await project.up('prometheus');
      await project.untilHealthy('worker', 'prometheus');
      await pullAfter(world);
      const rows = (await simulators.list()).length;
      await untilHolds('the rows of the list', async () => (await numberOf('ctci_collector_list_rows')) === rows);
      const { activeTargets } = await ask('targets');
      const down = activeTargets.filter(({ health }) => health !== 'up');
      if (down.length > 0) throw new Error(`a target is not up: ${JSON.stringify(down[0]).slice(0, 400)}`);
      const names = new Set(await ask('label/__name__/values'));
      const missing = WANTED.filter((name) => !names.has(name));
      if (missing.length > 0) throw new Error(`Prometheus does not know ${missing.join(', ')}`);
      const alerts = await untilHolds('the rules', alertsThatWork);
      return { words: `${names.size} names, ${alerts} alerts, ${rows} rows` };
    } finally {
      configure();
      await project.compose('rm', '--stop', '--force', '--volumes', 'prometheus');
      project.leave(MONITORING_FILE);
      await project.compose('restart', 'worker');
      await project.untilHealthy('worker');
    }
  },
};

/** How many alerts are loaded; none while one was not tried yet or cannot be. */
async function alertsThatWork() {
  const { groups } = await ask('rules');
  const rules = groups.flatMap((group) => group.rules);
  const broken = rules.find(({ health }) => health === 'err');
  if (broken !== undefined) throw new Error(`the alert ${broken.name} cannot be tried: ${broken.lastError}`);
  return rules.every(({ health }) => health === 'ok') ? rules.length : 0;
}

async function ask(path) {
  const answer = await (await fetch(`${PAGE}${path}`)).json();
  if (answer.status !== 'success') throw new Error(`Prometheus refuses ${path}: ${answer.error}`);
  return answer.data;
}

async function numberOf(expression) {
  const { result } = await ask(`query?query=${encodeURIComponent(expression)}`);
  return result.length === 0 ? null : Number(result[0].value[1]);
}

async function untilHolds(what, look) {
  const giveUpAt = Date.now() + SCRAPED_MS;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > giveUpAt) throw new Error(`Prometheus has not ${what} after ${SCRAPED_MS / 1000} s`);
    await wait(POLL_MS);
  }
}
