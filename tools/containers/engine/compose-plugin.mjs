import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { provideGoPrograms } from '../../setup/go/go-program.mjs';
import { CLIENT_SETTINGS } from './place.mjs';

const VERSION = '5.0.2';

/** Docker Compose as a plugin of a client whose settings lie in a folder of their own. */
export async function provideCompose(narrator) {
  const folder = await provideGoPrograms(
    { title: 'docker-compose', module: 'github.com/docker/compose/v5', version: VERSION, packages: ['cmd'] },
    narrator,
  );
  const plugins = join(CLIENT_SETTINGS, 'cli-plugins');
  const plugin = join(plugins, 'docker-compose');
  mkdirSync(plugins, { recursive: true });
  if (existsSync(plugin)) return;
  rmSync(plugin, { force: true }); // a link that leads nowhere
  symlinkSync(join(folder, 'cmd'), plugin);
}
