import { CollectorError } from '../../errors/collector-error';
import { ASKED, type GivenAnswers, type SourceKind, type TargetKind } from './asked';

/** Refuses options that the new configuration would have no place for. Throws CollectorError `usage`. */
export function refuseContradictions(given: GivenAnswers, source: SourceKind, target: TargetKind): void {
  if (given.login === 'token' && given.username !== undefined)
    throw new CollectorError('usage', {
      setting: '--username',
      seen: 'a token has no user name; say --login password, or leave the name out',
    });
  if (source === 'cisa_kev') refuse(given, ['login', 'username'], "CISA's list needs no account");
  if (source === 'threatquotient') refuse(given, ['login'], 'ThreatQuotient knows a user name and password alone');
  if (source === 'threatquotient') refuse(given, ['lookupName'], 'events go into tables, and into no lookup');
  if (target === 'console') refuse(given, ['region', 'domain', 'lookupName'], 'nothing goes to Devo');
}

function refuse(given: GivenAnswers, keys: readonly (keyof GivenAnswers)[], why: string): void {
  for (const key of keys)
    if (given[key] !== undefined) throw new CollectorError('usage', { setting: ASKED[key].option, seen: why });
}
