import { readFileSync } from 'node:fs';
import { createNarrator, seconds } from '../setup/narrator.mjs';
import { endCommands } from '../setup/run-command.mjs';
import { CHECKS } from './checks.mjs';
import { buildWorld } from './world/world.mjs';

// A program of its own, since it has to live where the published ports of the engine are. What it shall do comes in a
// file;
// an engine of our own is ended and started by whoever started this.
const { client, own, folder, next, other, only } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** All checks, on a machine that is busy. */
const LIMIT_MS = 25 * 60_000;

/** Of a line of a log: the server's lines end in a stack. */
const SHOWN_CHARACTERS = 300;

const narrator = createNarrator(process.stdout);
const tally = { held: 0, broken: 0, 'not tried': 0 };
const world = await buildWorld({ client, own, folder });
const wanted = CHECKS.filter((check, place) => place === 0 || only === null || includesOne(check.title));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void leave(`told to stop (${signal})`));
const limit = setTimeout(() => void leave(`not done after ${LIMIT_MS / 60_000} minutes`), LIMIT_MS);

try {
  await world.project.remove(); // what a run that was killed has left
  for (const check of wanted) if (!(await tryCheck(check))) break;
  await tellOfTheWholeTime();
} finally {
  clearTimeout(limit);
  await end();
}
narrator.say(`containers: ${tally.held} held, ${tally.broken} broken, ${tally['not tried']} not tried`);
process.exit(tally.broken === 0 ? 0 : 1);

/** `--only` may name several checks. */
function includesOne(title) {
  return only.split(',').some((words) => title.includes(words.trim()));
}

/** False when nothing more can be tried. */
async function tryCheck(check) {
  const why =
    check.needsOwnEngine && !own ? 'the Docker that runs here is not ours to end' : (check.notYet?.() ?? null);
  if (why !== null) {
    tally['not tried'] += 1;
    narrator.say(`not tried: ${check.title} (${why})`);
    return true;
  }
  const startedAt = Date.now();
  try {
    const work = check.run({ ...world, next, other, restartEngine });
    const { words, weaker } = await narrator.during(check.title, work, { everyMs: 60_000 });
    tally.held += 1;
    narrator.say(`held: ${check.title} (${seconds(Date.now() - startedAt)}): ${words}`);
    if (weaker) narrator.say(`  weaker: ${weaker}`);
    return true;
  } catch (error) {
    tally.broken += 1;
    narrator.say(`BROKEN: ${check.title} (${seconds(Date.now() - startedAt)}): ${error.message}`);
    for (const service of ['temporal', 'worker']) await sayLastLines(service);
    return check !== CHECKS[0];
  }
}

/** Whatever was broken and mended: nobody who used the lookup meanwhile may have got a wrong one. */
async function tellOfTheWholeTime() {
  const { looks, wrong } = await world.watch.stop();
  tally[wrong === null ? 'held' : 'broken'] += 1;
  const title = 'at no time was the lookup wrong';
  narrator.say(wrong === null ? `held: ${title}: looked at ${looks} times` : `BROKEN: ${title}: ${wrong}`);
}

async function sayLastLines(service) {
  const lines = await world.project.logs(service, '--tail', '6').catch((error) => error.message);
  for (const line of lines.split('\n')) narrator.say(`  ${line.slice(0, SHOWN_CHARACTERS)}`);
}

async function end() {
  await world.project.remove();
  await world.end();
}

async function leave(why) {
  narrator.say(`FAILED: ${why}`);
  endCommands();
  await end();
  process.exit(1);
}

function restartEngine() {
  return new Promise((resolve, reject) => {
    process.once('message', ({ failure }) => (failure === undefined ? resolve() : reject(new Error(failure))));
    process.send('restart engine');
  });
}
