import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { assignments, readDockerfile } from './dockerfile.mjs';
import { allowedIntoBuild } from './docker-ignore.mjs';

/**
 * What a container of the image would have, as files of this machine.
 *
 * @typedef {{ folder: string, environment: Record<string, string>, user: string, command: string[], health: string[]
 *   }} Image
 */

/** Only these commands of RUN lines are run here; they touch nothing but their own folder. */
const OWN_COMMANDS = /^(npm|node) [^;&|<>$`]*$/;

const RUN_LIMIT_MS = 10 * 60_000;

/**
 * Follows the Dockerfile without Docker: each stage becomes a folder, COPY copies, RUN of npm and node runs. The base
 * image is this machine, and lines that change the system are left out, with a word.
 *
 * @param {{ root: string, folder: string, say(line: string): void }} options
 * @returns {Promise<Image>} of the last stage
 */
export async function buildImage({ root, folder, say }) {
  const context = join(folder, 'context');
  for (const name of allowedIntoBuild(join(root, '.dockerignore'))) copyInto(join(root, name), join(context, name));
  const built = new Map();
  let image = null;
  for (const [index, stage] of readDockerfile(join(root, 'Dockerfile')).entries()) {
    const name = stage.name ?? `image-${index}`;
    image = await buildStage(stage, { stageRoot: join(folder, name), context, built, say });
    built.set(name, join(folder, name));
  }
  return image;
}

async function buildStage(stage, place) {
  const image = { folder: place.stageRoot, environment: {}, user: '', command: [], health: [] };
  for (const instruction of stage.instructions) await follow(instruction, image, place);
  return image;
}

async function follow({ name, text, args, line }, image, { stageRoot, context, built, say }) {
  switch (name) {
    case 'WORKDIR':
      image.folder = join(stageRoot, text);
      return void mkdirSync(image.folder, { recursive: true });
    case 'ENV':
      return void Object.assign(image.environment, assignments(text));
    case 'USER':
      return void (image.user = text);
    case 'CMD':
      return void (image.command = args);
    case 'HEALTHCHECK':
      return void (image.health = args);
    case 'COPY':
      return copy(text, image.folder, context, built);
    case 'RUN':
      return run(text, image, say);
    default:
      throw new SetupError(`Dockerfile, line ${line}: ${name} is not known here`);
  }
}

/** `COPY [--from=stage] source... target`: into the target when it is a folder, else as the target. */
function copy(text, folder, context, built) {
  const words = text.split(/\s+/);
  const stage = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : null;
  const origin = stage === null ? context : built.get(stage);
  const target = words.pop();
  for (const source of words) {
    const from = join(origin, source);
    if (!existsSync(from)) throw new SetupError(`Dockerfile: COPY ${text}: there is no ${source}`);
    const into = target.endsWith('/') && source !== '.' ? join(folder, target, basename(source)) : join(folder, target);
    copyInto(from, into);
  }
}

function copyInto(from, to) {
  if (!existsSync(from)) throw new SetupError(`.dockerignore allows ${from}, which is not there`);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

async function run(text, image, say) {
  if (!OWN_COMMANDS.test(text)) return say(`  left out, for it changes the system: RUN ${text}`);
  say(`  RUN ${text}`);
  const [command, ...args] = text.split(/\s+/);
  const result = await runCommand(command, args, {
    cwd: image.folder,
    env: { ...process.env, ...image.environment },
    timeoutMs: RUN_LIMIT_MS,
    calm: true,
  });
  if (result.code !== 0) throw new SetupError(`RUN ${text} ended with ${result.code}:\n${result.output.trim()}`);
}
