import { CATALOGUE } from '../../errors/catalogue';
import type { CatalogueEntry } from '../../errors/catalogue-entry';

const FAMILIES: readonly { readonly name: CatalogueEntry['name']; readonly about: string }[] = [
  {
    name: 'SetupError',
    about: 'The configuration. Numbers 1 to 17 are those of the collector that this one replaces.',
  },
  { name: 'InitVariablesError', about: 'Getting an access token.' },
  { name: 'ApiError', about: 'CTCI and its list.' },
  { name: 'DevoError', about: 'Devo.' },
  { name: 'EngineError', about: 'Temporal and the collector itself.' },
  { name: 'UsageError', about: 'The command line.' },
];

/** The reference of all errors, in Markdown. */
export function errorsPage(): string {
  const entries: CatalogueEntry[] = Object.values(CATALOGUE);
  const sections = FAMILIES.map(({ name, about }) => {
    const own = entries.filter((entry) => entry.name === name).sort((a, b) => a.number - b.number);
    return (
      `## ${name}\n\n${about}\n\n| Number | Message | Cause | Remedy ` +
      `|\n|---|---|---|---|\n${own.map(row).join('\n')}\n`
    );
  });
  return (
    `# Errors\n\nEvery error has a number that stays. \`ctci-collector explain 15\` prints one ` +
    `of them. In a checkout, \`npm run -s collector --\` stands for \`ctci-collector\`, and the ` +
    `program says so itself.\n\n${sections.join('\n')}`
  );
}

function row(entry: CatalogueEntry): string {
  return `| ${[String(entry.number), entry.message, entry.cause, entry.remedy].map(asCell).join(' | ')} |`;
}

/** Text for one cell: no column of its own, no HTML, no line break. */
function asCell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/\s*\n\s*/g, ' ');
}
