import { CollectorError } from '../../errors/collector-error';
import type { Answers, SourceAnswers, TargetAnswers } from './answers';
import { ASKED, type GivenAnswers, type SourceKind, type TargetKind } from './asked';
import { answer, type Question } from './question';
import {
  addressQuestion,
  DOMAIN_QUESTION,
  ID_QUESTION,
  LOGIN_QUESTION,
  lookupNameQuestion,
  NAME_QUESTION,
  periodQuestion,
  regionQuestion,
  secretsQuestion,
  SOURCE_QUESTION,
  TARGET_QUESTION,
  usernameQuestion,
} from './questions';
import type { Interview } from './interview';
import { refuseContradictions } from './refuse-contradictions';
import { secretPlaces } from './secret-places';
import { untilItWorks } from './until-it-works';

/**
 * Finds all answers, in the order in which a person would tell them, and tries them as they come. Number and name of
 * the collector are not asked for. Throws CollectorError `usage`.
 */
export async function findAnswers(interview: Interview): Promise<Answers> {
  const { given, terminal, env } = interview;
  const { source: kind, target: targetKind } = await findBothEnds(interview);
  refuseContradictions(given, kind, targetKind);
  if (terminal === null) insistOnOptions(given, kind, targetKind);
  const hasVariables = ['CTCI_API_TOKEN', 'CTCI_PASSWORD', 'THREATQ_PASSWORD', 'DEVO_API_TOKEN'].some(
    (name) => env[name],
  );
  const needsSecrets = kind !== 'cisa_kev' || targetKind === 'devo';
  const secretsIn =
    needsSecrets &&
    (await find(interview, secretsQuestion(hasVariables ? 'variables' : 'files'), 'secrets')) === 'files'
      ? ('files' as const)
      : ('variables' as const);
  const fixed = {
    id: await answer(ID_QUESTION, given.id, null),
    name: await answer(NAME_QUESTION, given.name, null),
    periodSeconds: Number(await answer(periodQuestion(kind), given.period, null)),
    secretsIn,
  };
  const lookFirst: TargetAnswers = { kind: 'console' };
  const source = await untilItWorks<SourceAnswers>(interview, {
    side: 'source',
    ask: (before) => (before ? findSourceAnew(interview, before) : findSource(interview, kind)),
    answersOf: (found) => ({ ...fixed, source: found, target: lookFirst }),
    placeOf: (found) => secretPlaces({ secretsIn, source: found, target: lookFirst }).source,
  });
  const target = await untilItWorks<TargetAnswers>(interview, {
    side: 'outputs',
    ask: (before) => (before ? findTargetAnew(interview, kind, before) : findTarget(interview, kind, targetKind)),
    answersOf: (found) => ({ ...fixed, source, target: found }),
    placeOf: (found) => secretPlaces({ secretsIn, source, target: found }).target,
  });
  const periodSeconds = Number(await find(interview, periodQuestion(kind), 'period'));
  return { ...fixed, source, target, periodSeconds };
}

async function findBothEnds(interview: Interview): Promise<{ source: SourceKind; target: TargetKind }> {
  // Both questions accept no other words.
  const source = (await find(interview, SOURCE_QUESTION, 'source')) as SourceKind;
  const target = (await find(interview, TARGET_QUESTION, 'target')) as TargetKind;
  return { source, target };
}

function find({ given, terminal }: Interview, question: Question, key: keyof typeof ASKED): Promise<string> {
  return answer(question, given[key], terminal);
}

/** Asks a person again, whatever an option said: what was told is offered. */
function findAnew({ terminal }: Interview, question: Question, before: string): Promise<string> {
  return answer({ ...question, offered: before }, undefined, terminal);
}

async function findSource(interview: Interview, kind: SourceKind): Promise<SourceAnswers> {
  const { given } = interview;
  if (kind === 'cisa_kev') {
    const isMirror = given.apiBaseUrl !== undefined;
    return {
      kind,
      apiBaseUrl: isMirror ? await find(interview, addressQuestion(kind), 'apiBaseUrl') : null,
      username: null,
    };
  }
  const apiBaseUrl = await find(interview, addressQuestion(kind), 'apiBaseUrl');
  const byPassword =
    kind === 'threatquotient' ||
    (given.username !== undefined && given.login === undefined) ||
    (await find(interview, LOGIN_QUESTION, 'login')) === 'password';
  return { kind, apiBaseUrl, username: byPassword ? await find(interview, usernameQuestion(kind), 'username') : null };
}

async function findSourceAnew(interview: Interview, before: SourceAnswers): Promise<SourceAnswers> {
  const { kind, username } = before;
  const question = addressQuestion(kind);
  return {
    kind,
    apiBaseUrl: await findAnew(interview, question, before.apiBaseUrl ?? question.fallback ?? ''),
    username: username === null ? null : await findAnew(interview, usernameQuestion(kind), username),
  };
}

async function findTarget(interview: Interview, source: SourceKind, kind: TargetKind): Promise<TargetAnswers> {
  if (kind === 'console') return { kind };
  return {
    kind,
    region: await find(interview, regionQuestion(source), 'region'),
    domain: await find(interview, DOMAIN_QUESTION, 'domain'),
    lookupName: source === 'threatquotient' ? '' : await find(interview, lookupNameQuestion(source), 'lookupName'),
  };
}

async function findTargetAnew(interview: Interview, source: SourceKind, before: TargetAnswers): Promise<TargetAnswers> {
  if (before.kind === 'console') return before;
  return {
    ...before,
    region: await findAnew(interview, regionQuestion(source), before.region),
    domain: await findAnew(interview, DOMAIN_QUESTION, before.domain),
  };
}

/** Says at once what is missing where nobody can be asked. */
function insistOnOptions(given: GivenAnswers, source: SourceKind, target: TargetKind): void {
  const needed: (keyof typeof ASKED)[] = [
    ...(source === 'threatquotient' ? (['apiBaseUrl', 'username'] as const) : []),
    ...(source === 'ctci' && given.login === 'password' ? (['username'] as const) : []),
    ...(target === 'devo' ? (['region', 'domain'] as const) : []),
  ];
  const missing = needed.filter((key) => given[key] === undefined).map((key) => ASKED[key].option);
  if (missing.length > 0)
    throw new CollectorError('usage', {
      setting: missing.join(', '),
      seen: 'without a terminal these options are needed',
    });
}
