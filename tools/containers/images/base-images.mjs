import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, tryDocker } from '../engine/docker.mjs';
import { hashFiles } from '../../setup/build/source-hash.mjs';
import { ROOT } from '../../setup/project.mjs';
import { seconds } from '../../setup/narrator.mjs';
import { makeDebianImage } from './root-file-system.mjs';
import { RECIPES } from './recipes.mjs';

const PULL_MS = 15 * 60_000;
const BUILD_MS = 20 * 60_000;

const FOLDER = join(ROOT, 'tools', 'containers', 'images');
const RECIPES_FOLDER = join(FOLDER, 'recipes');
const DEBIAN_SOURCES = [join(FOLDER, 'root-file-system.mjs')];

const fingerprint = (files) => hashFiles(FOLDER, files).slice(0, 16);

/** Says of an image that it was made here, and from which recipe: another recipe makes it anew. */
const LABEL = 'ctci-collector.recipe';

/**
 * Sees to it that all images of other makers are there: the official ones where a registry answers, else ones made
 * here.
 *
 * @param {import('../engine/docker.mjs').Client} client
 * @param {readonly string[]} images
 * @param {import('../../setup/narrator.mjs').Narrator} narrator
 * @returns {Promise<{ official: boolean }>}
 */
export async function provideBaseImages(client, images, narrator) {
  if (await allAreOfficial(client, images)) return { official: true };
  const [first, ...others] = images;
  const pulled = await tryDocker(client, ['pull', '--quiet', first], { timeoutMs: PULL_MS });
  if (pulled.code === 0) {
    narrator.say('Base images: a registry answers, the official ones are taken');
    for (const image of others)
      await narrator.during(image, docker(client, ['pull', '--quiet', image], { timeoutMs: PULL_MS }));
    return { official: true };
  }
  narrator.say(
    `Base images: no registry answers (${pulled.output.trim().split('\n').at(-1).slice(0, 120)}); they are made here`,
  );
  for (const image of images) await provideMade(client, image, narrator);
  return { official: false };
}

async function allAreOfficial(client, images) {
  const recipes = await Promise.all(images.map((image) => recipeOf(client, image)));
  return recipes.every((recipe) => recipe === '');
}

/** The label of an image; empty where it has none, null where there is no such image. */
async function recipeOf(client, image) {
  const { code, stdout } = await tryDocker(client, [
    'image',
    'inspect',
    '--format',
    `{{ index .Config.Labels "${LABEL}" }}`,
    image,
  ]);
  if (code !== 0) return null;
  const text = stdout.trim();
  return text === '<no value>' ? '' : text;
}

async function provideMade(client, image, narrator) {
  const recipe = RECIPES.find((each) => each.makes(image));
  if (recipe === undefined) throw new Error(`There is no recipe for ${image}, and no registry to pull it from`);
  const files = ['Dockerfile', 'entrypoint.sh'].map((name) => join(RECIPES_FOLDER, recipe.name, name));
  const wanted = fingerprint([...DEBIAN_SOURCES, join(FOLDER, 'recipes.mjs'), ...files]);
  if ((await recipeOf(client, image)) === wanted) return;
  const startedAt = Date.now();
  await provideDebian(client, recipe.base, narrator);
  const folder = mkdtempSync(join(tmpdir(), 'ctci-image-'));
  chmodSync(folder, 0o755);
  try {
    cpSync(join(RECIPES_FOLDER, recipe.name), folder, { recursive: true });
    await narrator.during(image, recipe.prepare(folder, image, narrator), { everyMs: 60_000 });
    const args = ['build', '--network=host', '--quiet', '--label', `${LABEL}=${wanted}`, '--tag', image, folder];
    await narrator.during(image, docker(client, args, { timeoutMs: BUILD_MS, calm: true }), { everyMs: 60_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  narrator.say(`  ${image}: made in ${seconds(Date.now() - startedAt)}`);
}

async function provideDebian(client, release, narrator) {
  const image = `ctci-base/${release}`;
  const wanted = fingerprint(DEBIAN_SOURCES);
  if ((await recipeOf(client, image)) === wanted) return;
  const startedAt = Date.now();
  await narrator.during(image, makeDebianImage(client, release, { image, label: `${LABEL}=${wanted}` }), {
    everyMs: 60_000,
  });
  narrator.say(`  ${image}: made in ${seconds(Date.now() - startedAt)}`);
}
