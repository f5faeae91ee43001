import { tryDocker } from '../engine/docker.mjs';

/**
 * Whom each service that stays runs as, and the privileges that it keeps. Postgres' entrypoint hands the data over as
 * root, then leaves it.
 */
const STAYING = { postgres: 999, temporal: 1000, 'temporal-ui': 1000, worker: 1000 };

const PUBLISHED = { temporal: '7233/tcp', 'temporal-ui': '8080/tcp' };

export const hardening = {
  title: 'containers are as hardened as the file says',
  async run({ client, project }) {
    const faults = [];
    for (const [service, user] of Object.entries(STAYING)) {
      const [id] = await project.containers(service);
      faults.push(...(await faultsOf(client, project, id, service, user)));
    }
    faults.push(...(await faultsOfNetwork(project)));
    if (faults.length > 0) throw new Error(faults.join('; '));
    return { words: 'read-only roots, no privileges, nothing gained, no root, loopback only, no way to the database' };
  },
};

async function faultsOf(client, project, id, service, user) {
  const faults = [];
  const inside = (...words) => tryDocker(client, ['exec', id, ...words]);
  for (const path of ['/probe', '/etc/probe', '/opt/probe']) {
    if ((await inside('touch', path)).code === 0) faults.push(`${service}: ${path} can be written`);
  }
  if ((await inside('touch', '/tmp/probe')).code !== 0) faults.push(`${service}: /tmp cannot be written`);
  const status = (await inside('cat', '/proc/1/status')).stdout;
  const field = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
  if (Number(field('Uid')) !== user) faults.push(`${service}: runs as user ${field('Uid')}, not ${user}`);
  if (!/^0+$/.test(field('CapEff'))) faults.push(`${service}: has privileges (${field('CapEff')})`);
  if (field('NoNewPrivs') !== '1') faults.push(`${service}: may gain privileges`);
  if (field('Seccomp') !== '2') faults.push(`${service}: its system calls are not filtered`);
  const ports = await project.inspect(id, '.NetworkSettings.Ports');
  for (const [port, places] of Object.entries(ports)) {
    for (const place of places ?? []) {
      if (place.HostIp !== '127.0.0.1') faults.push(`${service}: ${port} is published on ${place.HostIp}`);
      if (PUBLISHED[service] !== port) faults.push(`${service}: ${port} is published`);
    }
  }
  return faults;
}

/** The worker has no name for the database, and no way to its address. */
async function faultsOfNetwork(project) {
  const [postgres] = await project.containers('postgres');
  const networks = Object.values(await project.inspect(postgres, '.NetworkSettings.Networks'));
  const faults = [];
  for (const target of ['postgres', ...networks.map(({ IPAddress }) => IPAddress)]) {
    const script =
      `require('net').connect({ host: '${target}', port: 5432, timeout: 3000 }).on('connect', () ` +
      `=> process.exit(0)).on('timeout', () => process.exit(1)).on('error', () => process.exit(1))`;
    if ((await project.exec('node', '-e', script)).code === 0) faults.push(`worker: reaches the database at ${target}`);
  }
  if (await databaseReachesOut(project)) faults.push('postgres: reaches the Web UI, in a network that is not its own');
  return faults;
}

async function databaseReachesOut(project) {
  const [ui] = await project.containers('temporal-ui');
  const [network] = Object.values(await project.inspect(ui, '.NetworkSettings.Networks'));
  const opened = `< /dev/tcp/${network.IPAddress}/8080`;
  return (await project.tryCompose('exec', '-T', 'postgres', 'timeout', '3', 'bash', '-c', opened)).code === 0;
}
