import { readDate } from '../../config/historical-date';
import { CollectorError } from '../../errors/collector-error';
import type { DevoState } from '../../packing/devo-state';

/** A clock may be ahead; milliseconds in place of seconds are ahead by thousands of years. */
const FARTHEST_AHEAD_SECONDS = 86_400;

/** Deeper than this nobody keeps a state. */
const DEEPEST = 10;

/** The innermost mapping that holds a time of polling, as JSON or as Python prints it in a line of the log. */
const PRINTED_STATE = /\{[^{}]*['"]last_polled_time['"][^{}]*\}/g;

/** What JSON spells otherwise than Python: texts, and the three names. */
const PYTHON_WORD = /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False)\b/g;

const JSON_NAMES: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };

/**
 * The last state in a text that is no JSON: a dictionary as Python prints it, be it alone or in lines of a log.
 * Undefined when there is none.
 */
export function printedState(text: string): unknown {
  const printed = text.match(PRINTED_STATE)?.at(-1);
  if (printed === undefined) return undefined;
  const json = printed.replaceAll(PYTHON_WORD, (word, quoted: string | undefined) =>
    quoted === undefined ? (JSON_NAMES[word] ?? word) : JSON.stringify(quoted.replaceAll(/\\(.)/g, '$1')),
  );
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whose state is wanted, where a file holds those of several services. */
interface Wanted {
  readonly input: string;
  readonly service: string;
}

interface Found {
  readonly path: readonly string[];
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * The state that Devo's collector has left in a document, which may hold those of other services as well; null when it
 * holds none. Members that are not there are empty: at worst an event comes twice. Throws CollectorError `usage` for
 * one that cannot be gone on from.
 *
 * @param now epoch milliseconds
 */
export function readDevoState(document: unknown, wanted: Wanted, now: number): DevoState | null {
  const state = theStateOf(statesIn(document, []), wanted);
  if (state === null) return null;
  return {
    last_polled_time: timeOf(state['last_polled_time'], now / 1000),
    reset_persistence_auth: textOf(state['reset_persistence_auth'] ?? ''),
    all_events_ids: idsOf(state['all_events_ids'] ?? []),
  };
}

function statesIn(value: unknown, path: readonly string[]): Found[] {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  if (Object.hasOwn(value, 'last_polled_time')) return [{ path, state: Object.fromEntries(Object.entries(value)) }];
  return Object.entries(value).flatMap(([name, member]) => statesIn(member, [...path, name]));
}

function theStateOf(found: readonly Found[], { input, service }: Wanted): Found['state'] | null {
  const [only, ...others] = found;
  if (only === undefined) return null;
  if (others.length === 0) return only.state;
  const ofService = found.filter(({ path }) => names(path, service));
  const ofInput = ofService.filter(({ path }) => names(path, input));
  const [chosen, ...rest] = ofInput.length > 0 ? ofInput : ofService;
  if (chosen !== undefined && rest.length === 0) return chosen.state;
  const places = found.map(({ path }) => path.join(' / ')).join(', ');
  throw unusable(`states of several services (${places}); give a file with the one of ${input}/${service} alone`);
}

/** Whether a name stands in the path, as `events` does in `events#predefined`. */
function names(path: readonly string[], name: string): boolean {
  return path.some((part) => part === name || part.split(/[^A-Za-z0-9_]+/).includes(name));
}

function timeOf(given: unknown, now: number): number {
  const seconds = secondsOf(given);
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > now + FARTHEST_AHEAD_SECONDS)
    throw unusable(`last_polled_time is ${JSON.stringify(given)}; epoch seconds of the past are expected`);
  return Math.min(seconds, now);
}

function secondsOf(given: unknown): number {
  if (typeof given === 'number') return given;
  if (typeof given !== 'string' || given.trim() === '') return Number.NaN;
  const date = readDate(given.trim());
  return date === null ? Number(given) : date / 1000;
}

function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  throw unusable(`reset_persistence_auth is ${JSON.stringify(given)}; text is expected`);
}

function idsOf(given: unknown): readonly (number | string)[] {
  const ids = Array.isArray(given) ? given.map(idOf) : [null];
  if (ids.includes(null)) throw unusable('all_events_ids is no list of ids');
  return ids.filter((id) => id !== null);
}

function idOf(id: unknown): number | string | null {
  return typeof id === 'number' || typeof id === 'string' ? id : null;
}

function unusable(seen: string): CollectorError {
  return new CollectorError('usage', { seen });
}
