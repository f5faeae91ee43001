import { stringify } from 'yaml';
import type { Answers, SourceAnswers, TargetAnswers } from './answers';
import { regionsFor } from './questions';
import { secretPlaces, type SecretPlaces } from './secret-places';

/**
 * The configuration as a file that explains itself. `schema` is the path of config.schema.json as seen from the file,
 * or null.
 */
export function configText(answers: Answers, schema: string | null): string {
  const { id, name, source, target } = answers;
  const secrets = secretPlaces(answers);
  const editors = schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`;
  return `${editors}# Made by "ctci-collector init". All settings: docs/configuration.md.
# \${NAME} takes a value from an environment variable; a ..._file setting reads a secret from a file.
# After an edit: "ctci-collector check". A collector that runs by "up" takes the edit up by itself; where workers run
# alone, "ctci-collector apply" does.

globals:
  id: ${scalar(id)}                  # collectors beside each other on one Temporal differ in id or name
  name: ${scalar(name)}

inputs:
${inputText(answers, secrets)}
outputs:
${outputText(source, target, secrets)}`;
}

function inputText({ source, target, periodSeconds }: Answers, secrets: SecretPlaces): string {
  const output = outputName(source, target);
  switch (source.kind) {
    case 'cisa_kev':
      return `  kev:
    type: cisa_kev                         # CISA's known exploited vulnerabilities; no account
${mirror(source)}
${PEER}
    services:
      kev:
${pulled(periodSeconds)}
${guarded(output)}
`;
    case 'ctci':
      return `  ctci:
    enabled: true
    api_base_url: ${scalar(source.apiBaseUrl ?? '')}
    credentials:
${credentials(source, secrets)}
${PEER}
    services:
      cewl:
        endpoint: /api/v1/cewl
${pulled(periodSeconds)}
${guarded(output)}
`;
    case 'threatquotient':
      return `  threatquotient_data_puller:
    type: threatquotient
    api_base_url: ${scalar(source.apiBaseUrl ?? '')}
    credentials:
${credentials(source, secrets)}
${PEER}
    services:
      events:
${pulled(periodSeconds)}
        # historical_poll_datetime: "2026-01-31T00:00:00Z"   # events begin here; a day ago when left out
        reset_persistence_auth: ""           # any other text: begins again there
        outputs: [${output}]
`;
  }
}

function mirror({ apiBaseUrl }: SourceAnswers): string {
  return apiBaseUrl === null
    ? '    # api_base_url: https://mirror.example.com'
    : `    api_base_url: ${scalar(apiBaseUrl)}`;
}

const PEER = `    # proxy: http://proxy.example.com:3128 # else HTTPS_PROXY and its like
    # ca_file: company-ca.pem              # a further certificate authority, for a proxy that opens TLS`;

function credentials({ username }: SourceAnswers, { source }: SecretPlaces): string {
  return `${username === null ? '' : `      username: ${scalar(username)}\n`}      ${source?.line ?? ''}`;
}

function pulled(periodSeconds: number): string {
  return `        request_period_in_seconds: ${periodSeconds}      # or cron: "CRON_TZ=Europe/Madrid 0 * * * *"`;
}

function guarded(output: string): string {
  return `        reset_persistence_auth: ""           # any other text: everything is delivered again
        shrink_limit_percent: 20             # a list that loses more than this is held, not delivered
        outputs: [${output}]`;
}

function outputName(source: SourceAnswers, target: TargetAnswers): string {
  if (target.kind === 'console') return 'console';
  return source.kind === 'threatquotient' ? 'devo_events' : 'devo_lookup';
}

function outputText(source: SourceAnswers, target: TargetAnswers, secrets: SecretPlaces): string {
  if (target.kind === 'console')
    return `  console:
    type: console                          # what would be sent, as lines in the log of the worker
`;
  const { region, domain, lookupName } = target;
  const place = `      ${regionsFor(source.kind).includes(region) ? 'region' : 'url'}: ${scalar(region)}
      domain: ${scalar(domain)}
      ${secrets.target?.line ?? ''}
`;
  if (source.kind === 'threatquotient')
    return `  devo_events:
    type: devo_http                        # or devo_platform: TLS syslog with a certificate
    config:
${place}`;
  return `  devo_lookup:
    type: devo_lookup
    config:
${place}      lookup_name: ${scalar(lookupName)}
      # mode: auto                           # auto, full or incremental
`;
}

/** A text as YAML writes it, in quotes where it would be read as something else, and so that it means no variable. */
function scalar(text: string): string {
  return stringify(
    text.replaceAll('${', () => '$${'),
    { lineWidth: 0 },
  ).trimEnd();
}
