import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImageNames } from '../images/image-names.mjs';
import { tryDocker } from '../engine/docker.mjs';
import { makeSecretFolder, writeSecret } from '../world/place-of-files.mjs';

export const insideWords = {
  title: 'the client is there by its name, and its messages name what is there',
  async run(world) {
    const { project } = world;
    const status = await project.exec('ctci-collector', 'status');
    if (status.code !== 0) throw new Error(`ctci-collector status ended with ${status.code}: ${status.output.trim()}`);
    const failing = [
      await project.exec('ctci-collector', 'pull', '--service', 'nobody'),
      await project.exec('ctci-collector', 'statsu'),
      await project.exec('env', 'TEMPORAL_ADDRESS=127.0.0.1:9', 'ctci-collector', 'status'),
      await project.exec('env', 'CTCI_CONFIG=/nowhere.yaml', 'ctci-collector', 'check'),
    ];
    for (const { code, output } of failing) {
      if (code === 0) throw new Error(`ended with 0: ${output}`);
      const absent = /npm run|npm start|npm ci|tools\/|docker compose/.exec(output);
      if (absent) throw new Error(`names "${absent[0]}", which is not in the image: ${output.trim()}`);
    }
    return { words: 'status ends with 0; four failures name nothing that the image lacks' };
  },
};

/** A secret that the container's user may not read. */
export const unreadableSecret = {
  title: "a secret of root is told, and one of the container's user alone is read",
  async run({ client, folder, settings, tokens, project }) {
    const secrets = makeSecretFolder(join(folder, 'secrets-of-root'));
    writeSecret(secrets, 'ctci_api_token', tokens.ctci, 0);
    writeSecret(secrets, 'devo_api_token', tokens.devo, 0);
    const mounts = ['--volume', `${settings}:/etc/ctci-collector:ro`, '--volume', `${secrets}:/run/secrets:ro`];
    const { code, output } = await tryDocker(client, [
      'run',
      '--rm',
      '--read-only',
      '--network',
      'none',
      ...mounts,
      readImageNames().collector,
      'ctci-collector',
      'check',
    ]);
    if (code === 0 || !/\b27\b/.test(output))
      throw new Error(`a secret of root is not told as error 27, but: ${code} ${output.trim()}`);
    if (output.includes(tokens.ctci) || output.includes(tokens.devo)) throw new Error('a token stands in the message');
    const own = await project.exec('ctci-collector', 'check');
    if (own.code !== 0) throw new Error(`with its own secrets, check ended with ${own.code}: ${own.output.trim()}`);
    return { words: `error 27: ${output.trim().split('\n')[0].slice(0, 160)}` };
  },
};

/** A checkout that was made with umask 077. */
export const strictCheckout = {
  title: 'a configuration that the containers may not read is told',
  async run({ client, secrets, folder }) {
    const strict = join(folder, 'strict');
    mkdirSync(strict, { mode: 0o700 });
    writeFileSync(join(strict, 'config.yaml'), 'globals: {}\n', { mode: 0o600 });
    const mounts = ['--volume', `${strict}:/etc/ctci-collector:ro`, '--volume', `${secrets}:/run/secrets:ro`];
    const { code, output } = await tryDocker(client, [
      'run',
      '--rm',
      '--read-only',
      '--network',
      'none',
      ...mounts,
      readImageNames().collector,
    ]);
    if (code === 0 || !output.includes('/etc/ctci-collector/config.yaml'))
      throw new Error(`the worker ended with ${code}: ${output.trim()}`);
    return { words: output.trim().split('\n').at(-1).slice(0, 200) };
  },
};
