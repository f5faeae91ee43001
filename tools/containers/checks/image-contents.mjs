import { docker } from '../engine/docker.mjs';
import { readImageNames } from '../images/image-names.mjs';

/** What only the simulators and the tools of development import. */
const NOT_WANTED = ['@fastify/busboy', 'csv-parse', 'typescript', 'jest'];

const SCRIPT = `
  const { existsSync, readdirSync } = require('node:fs');
  console.log(JSON.stringify({
    cores: readdirSync('node_modules/@temporalio/core-bridge/releases'),
    unwanted: ${JSON.stringify(NOT_WANTED)}.filter((name) => existsSync('node_modules/' + name)),
    simulators: existsSync('dist/simulators'),
  }));`;

export const imageContents = {
  title: 'the image holds what runs, and says what it is',
  async run({ client }) {
    const { collector } = readImageNames();
    const run = (...words) => docker(client, ['run', '--rm', '--network', 'none', collector, ...words]);
    const { cores, unwanted, simulators } = JSON.parse(await run('node', '-e', SCRIPT));
    if (cores.length !== 1) throw new Error(`there are ${cores.length} native cores: ${cores.join(', ')}`);
    if (unwanted.length > 0) throw new Error(`there are packages that nothing in it uses: ${unwanted.join(', ')}`);
    if (simulators) throw new Error('there are simulators in it');
    const version = await run('ctci-collector', '--version');
    const format = '{{ index .Config.Labels "org.opencontainers.image.version" }}';
    const label = await docker(client, ['image', 'inspect', '--format', format, collector]);
    if (!version.includes(label)) throw new Error(`the label says version ${label}, and the program ${version}`);
    return { words: `version ${label}, native core ${cores[0]}` };
  },
};
