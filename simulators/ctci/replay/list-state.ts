import { z } from 'zod';
import { openStateFile } from '../../storage/state-file';
import type { CewlRow } from './cewl-row';
import type { Replay } from './replay';
import { choiceName, chosenRows, listChoice, movesOn, type ListChoice } from '../answer/served-list';

const savedState = z.object({ version: z.literal(1), step: z.int().min(0), held: z.boolean(), choice: listChoice });

export interface ListState {
  rows(): readonly CewlRow[];
  /** Changes whenever `rows` may have changed. */
  version(): number;
  held(): boolean;
  choice(): ListChoice;
  setHeld(held: boolean): void;
  choose(choice: ListChoice): void;
  goTo(move: (replay: Replay) => void): void;
  /** A download of the list of this version is complete: the list moves on, once for each version. */
  downloaded(version: number): void;
}

/** Where in its history the list is and what stands in its place: what survives a restart. */
export function openListState(
  replay: Replay,
  startHeld: boolean,
  stateFile: string | undefined,
  log: (line: string) => void,
): ListState {
  const file = openStateFile(stateFile, savedState, log);
  const saved = file.load();
  let held = startHeld || (saved?.held ?? false);
  let choice: ListChoice = saved?.choice ?? { serve: 'history' };
  let version = 0;
  if (saved !== null) replay.goTo(saved.step);

  function changed(): void {
    version += 1;
    file.save({ version: 1, step: replay.position(), held, choice });
  }

  function downloaded(servedVersion: number): void {
    if (held || servedVersion !== version || !movesOn(choice) || replay.position() === replay.length - 1) return;
    replay.advance();
    log(`the list moves on to ${replay.step().date}, step ${String(replay.position())}`);
    changed();
  }

  return {
    rows: () => chosenRows(choice, replay),
    version: () => version,
    held: () => held,
    choice: () => choice,
    setHeld: (wanted) => {
      held = wanted;
      changed();
    },
    choose: (wanted) => {
      choice = wanted;
      log(`the list is now: ${choiceName(wanted)}`);
      changed();
    },
    goTo: (move) => {
      move(replay);
      changed();
    },
    downloaded,
  };
}
