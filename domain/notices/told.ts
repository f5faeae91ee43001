import { conditionOf, eventsOf, type Condition, type NoticeEvent, type PullNews } from './pull-news';

/** Somebody who wants to be told, as `setup` knows of it. */
export interface Listener {
  /** Of the output. */
  readonly name: string;
  readonly wants: readonly NoticeEvent[];
  /** Seconds without a change after which it wants to be told; null for never. */
  readonly quiet_seconds: number | null;
}

/** What lasts and has been told already. */
export interface ToldOne {
  readonly condition?: Exclude<Condition, 'good'>;
  /** The token is not remembered, only when it ends; ISO 8601 UTC. */
  readonly token_ends_at?: string;
  /** Of a list without news: since when; ISO 8601 UTC. */
  readonly quiet_since?: string;
}

/** By the name of an output. Whoever is not in it is new, or has been told of nothing that lasts. */
export type Told = Readonly<Record<string, ToldOne>>;

/**
 * What one listener is told of a pull: one message for the pull itself, and one for each thing that is worth a word
 * beside it. What lasts is told to each once: to one that has come later at the first pull that it sees.
 */
export function eventsFor({ name, wants, quiet_seconds: quietSeconds }: Listener, news: PullNews): NoticeEvent[] {
  const { token_ends_at: endsAt, quiet } = news;
  const known = news.told?.[name];
  const ofPull = eventsOf({ before: conditionTold(known, news), report: news.report }).find((event) =>
    wants.includes(event),
  );
  const isQuiet = quiet !== null && quietSeconds !== null && quiet.after_seconds >= quietSeconds;
  const others: NoticeEvent[] = [
    ...(endsAt !== null && endsAt !== known?.token_ends_at ? (['token_ends'] as const) : []),
    ...(isQuiet && quiet.since !== known?.quiet_since ? (['nothing_new'] as const) : []),
  ];
  return [...(ofPull === undefined ? [] : [ofPull]), ...others.filter((event) => wants.includes(event))];
}

/** A state of before this was remembered says only how the service stood: whoever listens was told of that. */
function conditionTold(known: ToldOne | undefined, { told, before, report }: PullNews): Condition | null {
  if (told === undefined) return before;
  const isGood = conditionOf(report.outcome) === 'good';
  return known?.condition ?? (isGood ? before : 'good'); // the end of what lasted is told to everybody
}

/** What is known to be told after a pull has been. Whoever does not listen any more is forgotten. */
export function toldAfter(listeners: readonly Listener[], news: PullNews): Told {
  return Object.fromEntries(listeners.map((listener): [string, ToldOne] => [listener.name, toldOne(listener, news)]));
}

function toldOne({ name, wants, quiet_seconds: quietSeconds }: Listener, news: PullNews): ToldOne {
  const { report, token_ends_at: endsAt, quiet, told } = news;
  const known = told?.[name];
  const now = conditionOf(report.outcome);
  const knowsCondition = now !== 'good' && wants.includes(now === 'held' ? 'held' : 'failed');
  const token = endsAt !== null && wants.includes('token_ends') ? endsAt : known?.token_ends_at;
  const isQuiet = quiet !== null && quietSeconds !== null && quiet.after_seconds >= quietSeconds;
  const remembered = now === 'good' ? undefined : known?.quiet_since; // a pull that failed knows nothing of it
  const since = isQuiet && wants.includes('nothing_new') ? quiet.since : remembered;
  return {
    ...(knowsCondition && { condition: now }),
    ...(token !== undefined && { token_ends_at: token }),
    ...(since !== undefined && { quiet_since: since }),
  };
}
