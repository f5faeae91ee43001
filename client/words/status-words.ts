import { errorInWords } from '../../errors/error-report';
import { heldInWords } from '../../domain/guard/shrink-guard';
import { count } from '../../domain/report/words';
import type { LastFailure, ServiceView } from '../verb-result';
import { PLAIN_LOOK, type Look } from './look';
import { editionInWords } from './report-words';
import { table } from './table';
import { clockTime, relativeTime } from './times';

const STATE_COLUMN = 1;

/** The table of `status`, with what is not well below it in words. */
export function statusInWords(views: readonly ServiceView[], now: Date, look: Look = PLAIN_LOOK): string {
  const rows = views.map((view) => [
    `${view.input}/${view.service}`,
    stateInWords(view),
    relativeTime(view.last_good_pull_at, now),
    nextPull(view, now),
    count(view.rows),
    lastChange(view),
  ]);
  const paint = (text: string, column: number, whole: string): string =>
    column === STATE_COLUMN ? stateColor(whole, look)(text) : text;
  const lines = [
    table(['SERVICE', 'STATE', 'LAST PULL', 'NEXT PULL', 'ROWS', 'LAST CHANGE'], rows, {
      look,
      elastic: [0, STATE_COLUMN],
      paint,
    }),
  ];
  for (const view of views) lines.push(...remarks(view, now));
  const links = views.flatMap((view) =>
    view.ui === null ? [] : [look.colors.dim(`${view.input}/${view.service}: ${view.ui}`)],
  );
  return [...lines, ...links].join('\n');
}

function stateColor(state: string, { colors }: Look): (text: string) => string {
  if (/^(failing|stopped)/.test(state)) return colors.red;
  return /^held|restricted|stale/.test(state) ? colors.yellow : colors.green;
}

function stateInWords(view: ServiceView): string {
  if (view.held?.reason === 'restricted') return `${view.state} (restricted)`;
  return view.stale && view.state === 'waiting' ? 'waiting (stale)' : view.state;
}

/** A pull that works, or is late, has no next one yet: its own time is past. */
function nextPull({ state, next_pull_at }: ServiceView, now: Date): string {
  if (state === 'stopped' || next_pull_at === null) return '-';
  if (state === 'running' || Date.parse(next_pull_at) < now.getTime()) return 'now';
  return relativeTime(next_pull_at, now);
}

function lastChange({ last_pull }: ServiceView): string {
  if (last_pull === null) return '-';
  const { added, changed, removed } = last_pull;
  return `+${count(added)} ~${count(changed)} -${count(removed)}`;
}

function remarks(view: ServiceView, now: Date): string[] {
  const lines: string[] = [];
  const name = `${view.input}/${view.service}`;
  if (view.last_pull?.edition) lines.push(`${name}: ${editionInWords(view.last_pull.edition)}`);
  if (view.state === 'stopped') lines.push(`${name}: not running; start it with "ctci-collector start"`);
  if (view.held)
    lines.push(
      `${name}: held since ${clockTime(view.held.since, now)}: ` +
        `${heldInWords(view.held)}${view.held.released ? '; released, it passes with the next pull' : ''}`,
    );
  if (view.last_failure) lines.push(...failureInWords(name, view.last_failure, now));
  if (view.stale && view.state !== 'stopped') lines.push(`${name}: ${staleInWords(view.last_good_pull_at, now)}`);
  return lines;
}

/** Each output that failed, or the pull itself. */
function failureInWords(name: string, failure: LastFailure, now: Date): string[] {
  const when = `failed ${relativeTime(failure.at, now)}`;
  const outputs = Object.entries(failure.outputs ?? {});
  if (outputs.length === 0) return [`${name}: ${when}: ${errorInWords(failure)}`];
  return outputs.map(([output, error]) => `${name}: output ${output} ${when}: ${errorInWords(error)}`);
}

function staleInWords(goodAt: string | null, now: Date): string {
  if (goodAt === null) return 'no pull has been good since the cron was started, which is too long ago';
  return `the last good pull is too old (${relativeTime(goodAt, now)})`;
}
