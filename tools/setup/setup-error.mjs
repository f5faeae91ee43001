/**
 * A step of the setup that a person has to mend: its message is the whole answer, without a stack.
 * Number and name are those of the product's error catalogue (docs/errors.md), for `--json`.
 */
export class SetupError extends Error {
  name = 'SetupError';

  /** @param {{ number?: number, setting?: string, remedy?: string }} [facts] */
  constructor(message, facts = {}) {
    super(message);
    this.number = facts.number ?? 699;
    this.setting = facts.setting ?? null;
    this.remedy = facts.remedy ?? 'Mend what is named here and start again.';
  }

  /** 2 where a setting is wrong, as everywhere in the client; else 1. */
  get exitCode() {
    return this.setting === null ? 1 : 2;
  }
}

/** What the system's codes mean for a file, to a person. */
const MEANINGS = {
  EACCES: 'there is no right to it',
  EPERM: 'it is not allowed',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EIO: 'the disk fails',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it, or what it should lie in, is no folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
};

export function isFileError(error) {
  return typeof error?.path === 'string' && Object.hasOwn(MEANINGS, error.code);
}

/** What to do where neither the checkout nor the caches may be written. */
const ANOTHER_PLACE =
  'Let the user who runs this write there, or run it from a copy of your own; XDG_CACHE_HOME ' +
  'names another place for what is downloaded.';

/**
 * The failure in words: itself, or what the system says of a file. Throws every other error again: that is a fault of
 * ours.
 */
export function asSetupError(error, remedy = ANOTHER_PLACE) {
  if (error instanceof SetupError) return error;
  if (!isFileError(error)) throw error;
  return new SetupError(`${error.path} cannot be used: ${MEANINGS[error.code]}.`, { number: 640, remedy });
}

/** Tells the failure in words on stderr, and where `--json` was asked for as the one document on stdout. */
export function reportSetupError(error, asJson) {
  const { number, setting, message, remedy } = error;
  const document = { ok: false, services: [], error: { number, name: 'EngineError', setting, message, remedy } };
  if (asJson) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else process.stderr.write(`${message}\n${remedy}\n`);
  process.exitCode = error.exitCode;
}
