import { z } from 'zod';
import type { ErrorId } from '../../errors/catalogue';
import { collectorConfig } from '../schema/config';
import { expectedInWords } from '../schema/expected-in-words';
import { hasImpossiblePort, PORT_FORM } from '../port';
import { refusalParams, UNMADE_CHOICE } from '../schema/refuse';
import { knownNames, schemaAt, variantNames, type unwrap } from '../schema/walk-settings';
import type { Finding } from './finding';
import { nearestName } from './nearest-name';
import { valueAt } from './plain-data';
import { pathKey, type SettingPath } from './setting-path';
import { valueInWords } from './value-in-words';

/** Settings of the old collector's page that CEWL does not have, with the number that they keep. */
const SETTINGS_OF_OTHERS: ReadonlyMap<string, ErrorId> = new Map([
  ['event_fetch_limit_in_items', 'event_fetch_limit'],
  ['devo_tag_map', 'devo_tag_map'],
]);

/** What a setting may be called by mistake. */
const NAME_FORM = /^[a-z][a-z_-]{0,40}[0-9]{0,3}$/i;

/** A configuration as it was judged, and what is known of its text. */
export interface Judged {
  readonly data: unknown;
  /** Names of the variables in the text at a path, by `pathKey`. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** Words on how a value that is no text is written. */
  readonly writtenInWords: (path: SettingPath) => string;
}

/** Puts the issues of zod into the numbers and words of the catalogue. */
export function findSchemaFaults(issues: readonly z.core.$ZodIssue[], judged: Judged): Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, judged));
}

function findingsOf(issue: z.core.$ZodIssue, judged: Judged): Finding[] {
  const { data } = judged;
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownSetting(key, path, data));
  if (issue.code === 'custom' && issue.message === UNMADE_CHOICE) return [];
  if (issue.code === 'invalid_key') {
    return [{ id: 'setting_value', path, found: 'another name', expected: issue.issues[0]?.message ?? 'a name' }];
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return [unknownVariant(path, data)];
  const place = schemaAt(collectorConfig, data, path);
  const value = valueAt(data, path);
  const expected = refusalOf(issue)?.expected ?? (place ? expectedInWords(place.core, place.facts) : 'another value');
  if (value === undefined) {
    return [
      {
        id: place?.facts?.errors?.missing ?? 'setting_missing',
        path,
        found: 'nothing',
        expected,
        missing: [String(path.at(-1))],
      },
    ];
  }
  return [
    {
      id: numberOf(issue, place, value),
      path,
      found: found(issue, value, path, place, judged),
      expected: withPort(withQuotes(expected, value, place), issue, value),
    },
  ];
}

/** What a check of our own says of the value. */
function refusalOf(issue: z.core.$ZodIssue): z.infer<typeof refusalParams> | undefined {
  return issue.code === 'custom' ? refusalParams.safeParse(issue.params).data : undefined;
}

/** What YAML reads as something else for want of quotes, or as text for having them. */
function withQuotes(expected: string, value: unknown, place: Place | null): string {
  const quoted = typeof value === 'string' && isReadable(value, place);
  if (quoted) return `${expected}, without quotes`;
  return isBare(value) && wantsText(place) && !expected.includes('in quotes') ? `${expected}, in quotes` : expected;
}

/** What is wrong with an address is easily overlooked when it is its port. */
function withPort(expected: string, { code }: z.core.$ZodIssue, value: unknown): string {
  const isAddress = code === 'custom' && typeof value === 'string' && /address|https?:|http\[s]:/.test(expected);
  return isAddress && hasImpossiblePort(value) ? `${expected}, with ${PORT_FORM}` : expected;
}

/** Whether a text would be read as what is wanted, without its quotes. */
function isReadable(value: string, place: Place | null): boolean {
  if (place?.core instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(value);
  return place?.core instanceof z.ZodBoolean && (value === 'true' || value === 'false');
}

function unknownSetting(key: string, parent: SettingPath, data: unknown): Finding {
  const path = [...parent, key];
  const place = schemaAt(collectorConfig, data, parent);
  const names = place ? knownNames(place.core, valueAt(data, parent)) : [];
  const suggestion = nearestName(key, names);
  const others = SETTINGS_OF_OTHERS.get(key);
  if (others) return { id: others, path, found: 'a setting that is not known here', expected: 'none of that name' };
  const expected = suggestion !== undefined || names.length === 0 ? 'a known name' : `one of ${names.join(', ')}`;
  const finding: Finding = {
    id: 'setting_unknown',
    path,
    found: 'a setting that is not known here',
    expected,
    nameless: !NAME_FORM.test(key),
  };
  return suggestion === undefined ? finding : { ...finding, suggestion };
}

function unknownVariant(path: SettingPath, data: unknown): Finding {
  const union = schemaAt(collectorConfig, data, path.slice(0, -1))?.core;
  const names = union ? variantNames(union) : [];
  const value = valueAt(data, path);
  const expected = `one of ${names.join(', ')}`;
  if (value === undefined)
    return { id: 'setting_missing', path, found: 'nothing', expected, missing: [String(path.at(-1))] };
  const suggestion = typeof value === 'string' ? nearestName(value, names) : undefined;
  const finding: Finding = {
    id: typeof value === 'string' ? 'setting_value' : 'setting_type',
    path,
    found: valueInWords(value, { show: true }),
    expected,
  };
  return suggestion === undefined ? finding : { ...finding, suggestion };
}

type Place = ReturnType<typeof unwrap>;

function numberOf(issue: z.core.$ZodIssue, place: Place | null, value: unknown): ErrorId {
  const own = place?.facts?.errors;
  const noValue = value === null || value === '';
  if (noValue && own?.empty) return own.empty;
  if (issue.code === 'custom') {
    const refused = refusalParams.safeParse(issue.params);
    return refused.data?.error ?? own?.value ?? 'setting_value';
  }
  if (issue.code === 'invalid_type') return own?.type ?? 'setting_type';
  return own?.value ?? 'setting_value';
}

function found(
  issue: z.core.$ZodIssue,
  value: unknown,
  path: SettingPath,
  place: Place | null,
  { variables, writtenInWords }: Judged,
): string {
  const names = variables.get(pathKey(path));
  const told = refusalOf(issue)?.found;
  if (told !== undefined) return names ? `${told}, out of ${names.map((name) => `\${${name}}`).join(', ')}` : told;
  if (names && value !== '')
    return `${valueInWords(value, { show: false })} with ${names.map((name) => `\${${name}}`).join(', ')} in it`;
  const words = valueInWords(value, {
    show: place !== null && place.facts?.secret !== true && !(place.core instanceof z.ZodObject),
  });
  const asMeant = isBare(value) ? !wantsText(place) : typeof value === 'string' && value !== '';
  return asMeant || !isLeaf(place) ? words : `${words}${writtenInWords(path)}`;
}

function isBare(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
}

function wantsText(place: Place | null): boolean {
  return place?.core instanceof z.ZodString || place?.core instanceof z.ZodEnum || place?.core instanceof z.ZodLiteral;
}

/** Whether one value belongs here, and not a mapping or a list. */
function isLeaf(place: Place | null): boolean {
  return (
    place !== null &&
    !(place.core instanceof z.ZodObject || place.core instanceof z.ZodArray || place.core instanceof z.ZodRecord)
  );
}
