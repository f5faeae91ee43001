import type { OutputSettings } from '../pull-settings';
import type { OutputState, PullState } from '../state/pull-state';

/**
 * Outputs that are not configured any more are remembered up to this number, and up to so many characters of ledgers.
 */
const REMEMBERED_OUTPUTS = 4;
const REMEMBERED_CHARACTERS = 400_000;

/**
 * The outputs that are not configured any more, with what they hold: when one is put back, it must tell what has gone
 * meanwhile. Those that left last stay when it is too much. A lookup that Devo has confirmed is not among them: it can
 * be replaced as a whole.
 *
 * @param moves whether the list moves on, so that its ledger says no more what they hold
 */
export function awayOutputs(
  state: PullState,
  configured: readonly OutputSettings[],
  moves: boolean,
): Record<string, OutputState> {
  const names = new Set(configured.map(({ name }) => name));
  const gone = Object.entries(state.outputs).filter(
    ([name, { rules, job }]) => !names.has(name) && job === null && rules !== null,
  );
  const remembered: [string, OutputState][] = [];
  let characters = 0;
  // Those that leave now stand behind those that left before: a state keeps its outputs in that order.
  for (const [name, output] of inOrderOfLeaving(gone).reverse()) {
    const kept: OutputState = moves ? { ...output, away: true, ledger: output.ledger ?? state.list.ledger } : output;
    characters += (kept.ledger ?? '').length + (kept.tried ?? '').length;
    if (remembered.length === REMEMBERED_OUTPUTS || characters > REMEMBERED_CHARACTERS) break;
    remembered.unshift([name, kept]);
  }
  return Object.fromEntries(remembered);
}

function inOrderOfLeaving(outputs: readonly [string, OutputState][]): [string, OutputState][] {
  return [...outputs.filter(([, { away }]) => away), ...outputs.filter(([, { away }]) => !away)];
}

/**
 * The state with outputs under the names that they have now: one that is new, and tells events to the very place to
 * which one that is gone has told them (its rules say so), is that one under another name.
 */
export function withRenamedOutputs(state: PullState, configured: readonly OutputSettings[]): PullState {
  const names = new Set(configured.map(({ name }) => name));
  let entries = Object.entries(state.outputs);
  for (const { name, holds, rules } of configured) {
    if (holds !== 'events' || entries.some(([each]) => each === name)) continue;
    const former = entries.filter(([each, known]) => !names.has(each) && known.rules === rules).at(-1);
    if (former !== undefined) entries = entries.map((entry) => (entry === former ? [name, entry[1]] : entry));
  }
  return entries.every(([name, known]) => known === state.outputs[name])
    ? state
    : { ...state, outputs: Object.fromEntries(entries) };
}
