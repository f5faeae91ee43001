/**
 * Failures seen in other collectors, turned into what must hold here, by their number in docs/reliability.md. A number
 * that is left out belongs to a promise that this program does not try yet.
 */
export const PROMISES: ReadonlyMap<number, string> = new Map([
  [1, 'a second pull of an unchanged list sends nothing and says so'],
  [2, 'killed after any step, the lookup ends equal to the list'],
  [3, 'rows enabled late, equal ids, any order: all found'],
  [4, 'a change is found by content, whatever `updated` says'],
  [5, 'a lost answer: the same lookup, the job picked up, not doubled'],
  [6, 'slow, cut, reset, half-closed connections lose nothing'],
  [7, 'a short, empty or restricted list is held; the old one stays'],
  [8, 'a bad key or another shape is a named error, never a list'],
  [9, 'any Unicode row arrives as it is'],
  [10, 'the state survives the loss of every process'],
  [11, 'no secret in logs, errors, histories, pages'],
  [12, 'TLS is verified; without it there is a warning each start'],
  [13, 'a state of another version is refused by name'],
  [14, 'one pull at a time, with any number of workers'],
  [15, 'every error names setting or peer, what was seen, what to do'],
  [16, 'cut, too large, endless, garbled: named or tolerated, memory bounded'],
  [17, '429 and 503 waited for as told; the key never leaves its host'],
  [18, 'the engine restarts: the next pull happens, nothing lost or doubled'],
  [19, 'a list that kept its keys and lost its contents is held, the columns named'],
  [20, 'one sink that is down or refuses does not starve the others'],
  [21, 'what was confirmed stays confirmed, whatever ends the step'],
  [22, 'half of the events went out, the list went back: a replay ends with the list'],
  [23, 'a misspelt field of an obfuscation rule: nothing leaves, the field is named'],
  [25, 'a log that cannot be written, a closed terminal: pulls go on, or all ends in order'],
  [26, 'a proxy in the environment never touches loopback; a proxy that is set is used'],
  [27, 'refused credentials are not tried again and again'],
  [28, 'events of one second, updates while paging, skewed clocks, late indexes: none lost, repeats dropped'],
  [29, 'a server ignores filter, fields or limit, or answers {}: what came is checked'],
  [32, 'escapes and HTML in a row: shown harmless, delivered as they are'],
  [33, 'two folders, two engines: a client talks to its own, or says why not'],
  [34, 'every version of an event that was due is in the sink, at least once'],
  [35, 'of events one batch comes again at most for a fault'],
  [36, 'the events of a table come in the order of `updated_at`'],
  [37, 'no event comes that the server never had'],
]);

/** Those that hold of events whatever happens. */
export const OF_EVERY_EVENT = { conserved: 34, fewRepeats: 35, ordered: 36, honest: 37 } as const;

/** What breaks one of them breaks these as well, where a scenario is about them: they say the same of what is done. */
export const SAID_OF_A_FAULT: ReadonlyMap<number, readonly number[]> = new Map([
  [OF_EVERY_EVENT.conserved, [6, 10, 18, 28, 29]],
  [OF_EVERY_EVENT.fewRepeats, [10, 18, 28, 29]],
  [OF_EVERY_EVENT.ordered, [29]],
  [OF_EVERY_EVENT.honest, [29]],
]);
