import { stringify } from 'yaml';
import type { Answers } from './answers';
import { isRegion } from './questions';
import type { SecretPlaces } from './secret-places';

/**
 * The configuration as a file that explains itself. `schema` is the path of config.schema.json as seen from the file,
 * or null.
 */
export function configText(answers: Answers, secrets: SecretPlaces, schema: string | null): string {
  const { id, name, apiBaseUrl, username, region, domain, lookupName, periodSeconds } = answers;
  return `${schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`}# Made by "ctci-collector init". All settings: docs/configuration.md.
# \${NAME} takes a value from an environment variable; a ..._file setting reads a secret from a file.
# After an edit: "ctci-collector check", then restart the worker and "ctci-collector apply".

globals:
  id: ${scalar(id)}                  # collectors beside each other on one Temporal differ in id or name
  name: ${scalar(name)}

inputs:
  ctci:
    enabled: true
    api_base_url: ${scalar(apiBaseUrl)}
    credentials:
${username === null ? '' : `      username: ${scalar(username)}\n`}      ${secrets.ctci.line}
    # verify_host_ssl_cert: true
    # ca_file: company-ca.pem                # a further certificate authority, for a proxy that opens TLS
    services:
      cewl:
        endpoint: /api/v1/cewl
        request_period_in_seconds: ${periodSeconds}      # or cron: "CRON_TZ=Europe/Madrid 0 * * * *"
        reset_persistence_auth: ""           # any other text: everything is delivered again
        shrink_limit_percent: 20             # a list that loses more than this is held, not delivered
        outputs: [devo_lookup]

outputs:
  devo_lookup:
    type: devo_lookup
    config:
      ${isRegion(region) ? 'region' : 'url'}: ${scalar(region)}
      domain: ${scalar(domain)}
      ${secrets.devo.line}
      lookup_name: ${scalar(lookupName)}
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
