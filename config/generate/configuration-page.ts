import { z } from 'zod';
import { collectorConfig } from '../schema/config';
import type { SettingFacts } from '../schema/setting-facts';
import { discriminatorOf, unwrap, variantNames } from '../schema/walk-settings';
import { settingsOf, type ListedSetting } from './setting-list';

const INTRODUCTION = `# Configuration

The collector reads one YAML file: \`config.yaml\`, or the file of \`--config FILE\` or \`CTCI_CONFIG\`.
\`config.example.yaml\` is a commented example; editors that know YAML schemas complete and check names by \
\`config.schema.json\`.

- Any text may take environment variables: \`\${NAME}\`, or \`\${NAME:-default}\` when the variable may be unset \
or empty; the default may hold variables itself, \`\${A:-\${B}}\`. \`$\${\` stands for a plain \`\${\`.
- Texts that begin with one of \`* & ! % @ # { [ | > , ' "\` or a backtick, or hold \`: \`, stand in quotes; so \
do texts that YAML would read as a number, \`true\`, \`false\` or \`null\`: a token of digits, a cron line such \
as \`"*/5 * * * *"\`.
- Anchors, aliases and merge keys work (\`<<: *shared\`). Names at the top that begin with \`x-\` are no \
settings: they may hold what is shared.
- A secret stands in the file, in a variable, or in a file of its own that the setting with \`_file\` behind its \
name points to. Files should be readable by their owner only.
- Paths are relative to the folder of the configuration file.
- \`ctci-collector check\` tells everything that is wrong with a configuration at once, with line, column and \
remedy. Numbers of errors are explained in [errors.md](errors.md).
`;

/** The reference of all settings, in Markdown. */
export function configurationPage(): string {
  const { core, facts } = unwrap(collectorConfig);
  return `${INTRODUCTION}\n${sectionsOf('', core, facts).join('\n')}`;
}

/** The section of a mapping, and those of the mappings in it. */
function sectionsOf(path: string, core: z.core.$ZodType, facts: SettingFacts | undefined): string[] {
  if (core instanceof z.ZodRecord) return innerSections(`${path}.<name>`, core.valueType);
  if (core instanceof z.ZodArray) return innerSections(`${path}[]`, core.element);
  if (core instanceof z.ZodDiscriminatedUnion) {
    const names = variantNames(core);
    return core.options.flatMap((option, index) =>
      innerSections(`${path} (${discriminatorOf(core)}: ${names[index] ?? ''})`, option),
    );
  }
  if (!(core instanceof z.ZodObject)) return [];
  const settings = settingsOf(core, facts);
  const own = path === '' ? [] : [section(path, facts, settings)];
  return [
    ...own,
    ...settings.flatMap(({ name, schema, facts: inner }) =>
      sectionsOf(path === '' ? name : `${path}.${name}`, schema, inner),
    ),
  ];
}

function innerSections(path: string, schema: z.core.$ZodType): string[] {
  const { core, facts } = unwrap(schema);
  return sectionsOf(path, core, facts);
}

function section(path: string, facts: SettingFacts | undefined, settings: readonly ListedSetting[]): string {
  const prose = facts === undefined ? '' : `${facts.description}\n\n`;
  const choices = (facts?.choices ?? [])
    .map(({ groups }) => `Required: ${waysInWords(groups, settings)}.\n\n`)
    .join('');
  const head = `## \`${path}\`\n\n${prose}${choices}`;
  if (settings.length === 0) return head.trimEnd();
  const rows = settings.map(row).join('\n');
  return `${head}| Setting | Meaning | Value | Unit | Default | Example |\n|---|---|---|---|---|---|\n${rows}\n`;
}

function waysInWords(groups: readonly (readonly string[])[], settings: readonly ListedSetting[]): string {
  const names = new Set(settings.map(({ name }) => name));
  const ways = groups.map((group) =>
    group
      .map((name) => (names.has(`${name}_file`) ? `\`${name}\` (or \`${name}_file\`)` : `\`${name}\``))
      .join(' with '),
  );
  return ways.join(', or ');
}

function row({ name, facts, type, fallback, need, schema }: ListedSetting): string {
  const example = schema instanceof z.ZodLiteral ? schema.values.values().next().value : facts?.example;
  const cells = [
    `\`${name}\``,
    facts?.description ?? '',
    secretly(type, facts),
    facts?.unit ?? '',
    fallbackInWords(fallback, need),
    code(example),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function secretly(type: string, facts: SettingFacts | undefined): string {
  if (facts?.secret) return `${type}; secret`;
  return facts?.file ? 'path of a file or folder' : type;
}

function fallbackInWords(fallback: unknown, need: ListedSetting['need']): string {
  if (fallback !== undefined) return code(fallback);
  if (need.kind === 'choice') return 'see above';
  return need.kind === 'required' ? 'required' : 'none';
}

function code(value: unknown): string {
  if (value === undefined) return '';
  return `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``;
}
