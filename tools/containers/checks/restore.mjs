import { statSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../engine/docker.mjs';
import { pullAfter } from './kills.mjs';

// The words of docs/containers.md, "Back-up and restore". Passwords of roles stay out: the new database has its own.
const DUMP = ['pg_dumpall', '--username=temporal', '--no-role-passwords'];
const RESTORE = ['psql', '--username=temporal', '--dbname=postgres', '--quiet', '--output=/dev/null'];

/** All that may be said: the database was made with this role, whose password the dump does not hold. */
const ROLE_IS_THERE = 'role "temporal" already exists';

const fileOf = ({ folder }) => join(folder, 'temporal.sql');

async function restoreIntoEmptyVolume(world) {
  const { project, client, environment } = world;
  await project.compose('down');
  await docker(client, ['volume', 'rm', '--force', `${environment.COMPOSE_PROJECT_NAME}_postgres-data`]);
  await project.up('--wait', 'postgres');
  const said = await project.pipe({ from: fileOf(world) }, 'postgres', ...RESTORE);
  const more = said.split('\n').filter((line) => line.trim() !== '' && !line.includes(ROLE_IS_THERE));
  if (more.length > 0) throw new Error(`psql has more to say than it should: ${more.join(' | ').slice(0, 600)}`);
  await project.up();
  await project.untilHealthy('postgres', 'temporal', 'worker');
}

export const restored = {
  title: 'a back-up is restored into an empty volume',
  async run(world) {
    await world.project.pipe({ to: fileOf(world) }, 'postgres', ...DUMP);
    await restoreIntoEmptyVolume(world);
    await pullAfter(world);
    await world.expectNothingDelivered();
    return {
      words: `${Math.ceil(statSync(fileOf(world)).size / 1_000_000)} MB; the state is there, nothing delivered again`,
    };
  },
};

/** The database knows less than Devo has got. Comes after the back-up above. */
export const restoredFromOlder = {
  title: 'an older back-up is restored, after further deliveries',
  async run(world) {
    const { simulators } = world;
    await simulators.changeList();
    await pullAfter(world);
    const { rows } = await world.expectChangeDelivered();
    const fewest = await simulators.fewestRows();
    await restoreIntoEmptyVolume(world);
    await pullAfter(world);
    const { deploys } = await world.expectDelivered();
    if ((await simulators.fewestRows()) < fewest) throw new Error('the lookup had fewer rows meanwhile');
    return { words: `the next pull mended what differed in ${deploys.length} deploy(s); ${rows} rows, never fewer` };
  },
};
