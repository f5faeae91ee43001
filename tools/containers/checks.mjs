import { codecBesideTheUi } from './checks/codec.mjs';
import { encryptionOn, keyRotated } from './checks/encryption.mjs';
import { firstDeploy } from './checks/first-deploy.mjs';
import { otherCodeInMidPull, twoWorkers, upgradedInMidPull } from './checks/fleet.mjs';
import { hardening } from './checks/hardening.mjs';
import { insideWords, strictCheckout, unreadableSecret } from './checks/inside-words.mjs';
import { imageContents } from './checks/image-contents.mjs';
import { databaseKilled, temporalKilled, workerKilled, workerStopped } from './checks/kills.mjs';
import { databaseAway, downAndUp, engineRestarted, everythingRestarted } from './checks/outages.mjs';
import { metricsScraped } from './checks/metrics.mjs';
import { restored, restoredFromOlder } from './checks/restore.mjs';
import { tokenReplaced } from './checks/tokens.mjs';

/**
 * One thing that is tried on the running chain, and must leave it well. Throws when it does not hold.
 * `notYet` says why this version cannot be asked for it.
 *
 * @typedef {{ title: string, needsOwnEngine?: true, notYet?: () => string | null, run(world: object): Promise<{
 *   words: string, weaker?: string }> }} Check
 */

/**
 * In the order in which they are tried; the first one starts the chain, and upgrades, ends and restores come when
 * histories are encrypted.
 *
 * @type {readonly Check[]}
 */
export const CHECKS = [
  firstDeploy,
  imageContents,
  hardening,
  insideWords,
  unreadableSecret,
  strictCheckout,
  tokenReplaced,
  metricsScraped,
  workerStopped,
  workerKilled,
  temporalKilled,
  databaseKilled,
  databaseAway,
  everythingRestarted,
  encryptionOn,
  codecBesideTheUi,
  keyRotated,
  twoWorkers,
  upgradedInMidPull,
  otherCodeInMidPull,
  downAndUp,
  engineRestarted,
  restored,
  restoredFromOlder,
];
