import type { CewlRow } from '../ctci/replay/cewl-row';

/**
 * One vulnerability as CISA publishes it: https://www.cisa.gov/known-exploited-vulnerabilities-catalog, JSON schema of
 * 2024.
 */
export interface KevVulnerability {
  readonly cveID: string;
  readonly vendorProject: string;
  readonly product: string;
  readonly vulnerabilityName: string;
  /** YYYY-MM-DD */
  readonly dateAdded: string;
  readonly shortDescription: string;
  readonly requiredAction: string;
  /** YYYY-MM-DD */
  readonly dueDate: string;
  readonly knownRansomwareCampaignUse: 'Known' | 'Unknown';
  readonly notes: string;
  readonly cwes: readonly string[];
}

export interface KevCatalogue {
  readonly title: string;
  /** YYYY.MM.DD */
  readonly catalogVersion: string;
  /** ISO 8601 UTC with four digits of a second's fraction. */
  readonly dateReleased: string;
  readonly count: number;
  readonly vulnerabilities: readonly KevVulnerability[];
}

/** In the note of a row, as the catalogue's columns were written into it. */
const NOTE = new RegExp(
  '^Required action: (.*?)(?: Due (\\d{4}-\\d\\d-\\d\\d)\\.)?' +
    '(?: Known ransomware campaign use: (Known|Unknown)\\.)?(?: (https?:.*))?$',
  's',
);

/**
 * The catalogue of a day, from the list in CEWL's columns: that list was made of the real catalogue, so this is the
 * way back.
 */
export function kevCatalogue(rows: readonly CewlRow[], day: string): KevCatalogue {
  return {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: day.replaceAll('-', '.'),
    dateReleased: `${day}T15:00:02.6123Z`,
    count: rows.length,
    vulnerabilities: rows.map(kevVulnerability),
  };
}

function kevVulnerability(row: CewlRow): KevVulnerability {
  const [, action, due, ransomware, notes] = NOTE.exec(text(row, 'external_note')) ?? [];
  const vendor = named(text(row, 'vendor'));
  const product = named(text(row, 'product'));
  return {
    cveID: text(row, 'cve'),
    vendorProject: vendor,
    product,
    vulnerabilityName: `${vendor} ${product} ${named(text(row, 'vulnerability_type'))} Vulnerability`,
    dateAdded: day(row['date_added']),
    shortDescription: text(row, 'description'),
    requiredAction: action ?? 'Apply updates per vendor instructions.',
    dueDate: due ?? day(row['date_added']),
    knownRansomwareCampaignUse: ransomware === 'Known' ? 'Known' : 'Unknown',
    notes: notes ?? text(row, 'reference'),
    cwes: text(row, 'cwe')
      .split(/[,;]\s*/)
      .filter((cwe) => /^CWE-\d+$/.test(cwe)),
  };
}

function text(row: CewlRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function named(words: string): string {
  return words.replace(/(^|[\s_-])([a-z])/g, (_, gap: string, letter: string) => `${gap}${letter.toUpperCase()}`);
}

function day(epochMs: unknown): string {
  // the catalogue's first day
  return typeof epochMs === 'number' ? new Date(epochMs).toISOString().slice(0, 10) : '2021-11-03';
}
