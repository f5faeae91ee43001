import { CISA_KEV_ENTRIES } from './areas/cisa-kev';
import { CTCI_ENTRIES } from './areas/ctci';
import { DEVO_ENTRIES } from './areas/devo';
import { ENCRYPTION_ENTRIES } from './areas/encryption';
import { ENGINE_ENTRIES } from './areas/engine';
import { SETUP_ENTRIES } from './areas/setup';
import { THREATQUOTIENT_ENTRIES } from './areas/threatquotient';
import { USAGE_ENTRIES } from './areas/usage';

/**
 * Every error that a user can meet, by its id. A number stays what it is for ever; `docs/errors.md` is made from here.
 * Bands: SetupError 1 to 99, InitVariablesError 100 to 199 (a token), ApiError 400 to 499 (the source), DevoError 500
 * to 599 (the sink), EngineError 600 to 699 (Temporal and the collector), UsageError 700 to 799.
 */
export const CATALOGUE = {
  ...SETUP_ENTRIES,
  ...CTCI_ENTRIES,
  ...CISA_KEV_ENTRIES,
  ...THREATQUOTIENT_ENTRIES,
  ...DEVO_ENTRIES,
  ...ENGINE_ENTRIES,
  ...ENCRYPTION_ENTRIES,
  ...USAGE_ENTRIES,
};

export type ErrorId = keyof typeof CATALOGUE;
