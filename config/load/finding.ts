import type { ErrorId } from '../../errors/catalogue';
import type { SettingPath } from './setting-path';

/** Something wrong in a configuration, before it is put into words. Holds no value of a secret. */
export interface Finding {
  readonly id: ErrorId;
  readonly path: SettingPath;
  /** What stands there, in words. */
  readonly found: string;
  readonly expected: string;
  /** Nearest known name of a mistyped one. */
  readonly suggestion?: string;
  /** Set where something is missing: the names of which one would have been enough. */
  readonly missing?: readonly string[];
  /**
   * The last name of the path is not shown: it is none that a setting would have, and may be a secret that lost its
   * place.
   */
  readonly nameless?: boolean;
  /** Where the finding is, when `path` does not say it. */
  readonly position?: PlaceInFile;
}

/** Line and column, both from 1. */
export interface PlaceInFile {
  readonly line: number;
  readonly column: number;
}
