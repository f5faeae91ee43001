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

/** Tells the failure in words on stderr, and where `--json` was asked for as the one document on stdout. */
export function reportSetupError(error, asJson) {
  const { number, setting, message, remedy } = error;
  if (asJson) process.stdout.write(`${JSON.stringify({ ok: false, services: [], error: { number, name: 'EngineError', setting, message, remedy } }, null, 2)}\n`);
  else process.stderr.write(`${message}\n${remedy}\n`);
  process.exitCode = error.exitCode;
}
