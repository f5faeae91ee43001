import type { CheckedStep } from '../../domain/checked-step';
import type { Answers } from './answers';
import type { GivenAnswers } from './asked';
import type { SecretPlace } from './secret-places';
import type { Terminal } from './terminal';

export type Side = 'source' | 'outputs';

/** Tries one side of a configuration that is not written yet. `secrets`: values by variable. The signal ends it. */
export type TryOut = (
  answers: Answers,
  side: Side,
  secrets: ReadonlyMap<string, string>,
  signal: AbortSignal,
) => Promise<readonly CheckedStep[]>;

/** What `init` finds its answers with. */
export interface Interview {
  readonly given: GivenAnswers;
  /** Null: nobody can be asked, and nothing is tried. */
  readonly terminal: Terminal | null;
  readonly env: NodeJS.ProcessEnv;
  readonly tryOut: TryOut;
  /** Asks for a secret, or finds it; null for one that is told later. */
  readonly secretOf: (place: SecretPlace) => Promise<string | null>;
  /** The secret that was told is not the right one: it is asked for anew. */
  readonly forget: (place: SecretPlace) => void;
}
