import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../setup/project.mjs';
import { docker } from '../engine/docker.mjs';
import { readImageNames } from '../images/image-names.mjs';
import { hasSetting } from '../world/settings.mjs';

const PORT = 9464;

/** What a dashboard cannot do without: the SDK's and our own. */
const WANTED = ['temporal_num_pollers', 'temporal_long_request'];
const OWN = ['ctci_collector_last_good_pull_timestamp_seconds', 'ctci_collector_list_rows'];

/** Own metrics come with the rules that read them. */
const RULES = join(ROOT, 'deploy', 'prometheus', 'alerts.yaml');

export const metricsScraped = {
  title: 'metrics are scraped from another container',
  notYet: () =>
    hasSetting('globals', 'metrics', 'allow_remote') ? null : 'this version offers them on loopback alone',
  async run({ client, project, configure }) {
    configure((config) => {
      config.globals.metrics = { prometheus: `0.0.0.0:${PORT}`, allow_remote: true };
    });
    await project.compose('restart', 'worker');
    await project.untilHealthy('worker');
    await project.run('pull');
    const page = await scrape(client, project);
    configure();
    await project.compose('restart', 'worker');
    await project.untilHealthy('worker');
    const hasOwn = existsSync(RULES);
    const missing = [...WANTED, ...(hasOwn ? OWN : [])].filter(
      (name) => !new RegExp(`^${name}(\\{| )`, 'm').test(page),
    );
    if (missing.length > 0) throw new Error(`the page has no ${missing.join(', ')}`);
    const series = page.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
    return { words: `${series} series`, ...(hasOwn ? {} : { weaker: 'this version has no metrics of its own' }) };
  },
};

/** From a container beside the worker, which has nothing but the network in common with it. */
async function scrape(client, project) {
  const [worker] = await project.containers('worker');
  const [network] = Object.keys(await project.inspect(worker, '.NetworkSettings.Networks'));
  const script = `fetch('http://worker:${PORT}/metrics').then(async (answer) => { if (!answer.ok) throw new Error(String(answer.status)); process.stdout.write(await answer.text()); })`;
  return docker(client, ['run', '--rm', '--network', network, readImageNames().node, 'node', '-e', script]);
}
