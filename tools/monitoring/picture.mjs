import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { ROOT } from '../setup/project.mjs';
import { endOnInterrupt, setUp } from '../setup/set-up.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { provideTemporalCli } from '../setup/temporal-cli/temporal-cli.mjs';
import { STORY, clock, liveDemoDay } from './demo-day.mjs';
import { drawDay } from './draw-day.mjs';
import { expressionFor, legendOf, panelsOfDashboard } from './panels.mjs';

const PICTURE = join('docs', 'monitoring-day.svg');

/** One each five minutes of the day. */
const POINTS = 288;

/**
 * Runs a day of the demo in a few minutes and draws what Prometheus answers to the dashboard's expressions.
 *
 * @param {{ prometheus: string, minutes: number, narrator: import('../setup/narrator.mjs').Narrator }} options
 */
export async function makePicture({ prometheus, minutes, narrator }) {
  endOnInterrupt();
  await setUp(narrator);
  const cli = await provideTemporalCli(narrator, { ...process.env, TEMPORAL_ADDRESS: '' });
  const folder = mkdtempSync(join(tmpdir(), 'ctci-demo-day-'));
  narrator.say(`Picture: a day of the demo in ${minutes} minutes`);
  try {
    const day = await liveDemoDay({ prometheus, cli, minutes, folder, narrator });
    try {
      const panels = await answers(day);
      if (panels.length === 0) throw new SetupError('Prometheus knows no number of the day.');
      writeFileSync(join(ROOT, PICTURE), drawDay({ ...wordsFor(minutes), panels, marks: STORY }));
      narrator.say(
        `Picture: ${PICTURE}, ${Math.round(statSync(join(ROOT, PICTURE)).size / 1000)} kB, ${panels.length} panels`,
      );
    } finally {
      await day.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wordsFor(minutes) {
  const times = Math.round((24 * 60) / minutes);
  const told = STORY.map(({ hour, words }) => `${clock(hour)} ${words}`).join(' · ');
  return { title: `A day of the demo, ${times} times as fast (24 hours in ${minutes} minutes)`, subtitle: told };
}

/** The panels with what was answered; those in which nothing happened all day are left out. */
async function answers({ ask, from, to }) {
  const panels = [];
  for (const { title, unit, targets } of panelsOfDashboard()) {
    const lines = (await Promise.all(targets.map((target) => linesOf(target, { ask, from, to })))).flat();
    const moving = lines.filter(({ points }) => points.some(([, value]) => value !== 0));
    if (moving.length > 0) panels.push({ title, unit, lines: moving });
  }
  return panels;
}

async function linesOf({ expr, legendFormat }, { ask, from, to }) {
  const query = new URLSearchParams({
    query: expressionFor(expr, to - from),
    start: String(from),
    end: String(to),
    step: String((to - from) / POINTS),
  });
  const { result } = await ask(`query_range?${query}`);
  return result.map(({ metric, values }) => ({
    name: legendOf(legendFormat, metric),
    points: values
      .filter(([, value]) => Number.isFinite(Number(value)))
      .map(([time, value]) => [((time - from) / (to - from)) * 24, Number(value)]),
  }));
}
