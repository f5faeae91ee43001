import { CISA_KEV_ERRORS } from './areas/cisa-kev';
import { CTCI_ERRORS } from './areas/ctci';
import { DEVO_ERRORS } from './areas/devo';
import { ENCRYPTION_ERRORS } from './areas/encryption';
import { ENGINE_ERRORS } from './areas/engine';
import { SETUP_ERRORS } from './areas/setup';
import { THREATQUOTIENT_ERRORS } from './areas/threatquotient';
import { USAGE_ERRORS } from './areas/usage';

/**
 * Every error that a user can meet, by its id. A number stays what it is for ever; `docs/errors.md` is made from here.
 * Bands: SetupError 1 to 99, InitVariablesError 100 to 199 (a token), ApiError 400 to 499 (the source), DevoError 500
 * to 599 (the sink), EngineError 600 to 699 (Temporal and the collector), UsageError 700 to 799.
 */
export const CATALOGUE = {
  ...SETUP_ERRORS,
  ...CTCI_ERRORS,
  ...CISA_KEV_ERRORS,
  ...THREATQUOTIENT_ERRORS,
  ...DEVO_ERRORS,
  ...ENGINE_ERRORS,
  ...ENCRYPTION_ERRORS,
  ...USAGE_ERRORS,
};

export type ErrorId = keyof typeof CATALOGUE;
