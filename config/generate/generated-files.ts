import { configurationPage } from './configuration-page';
import { errorsPage } from './errors-page';
import { configJsonSchema } from './json-schema';

/** A file that is made out of the schema or the catalogue, never by hand. */
export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

export function generatedFiles(): GeneratedFile[] {
  return [
    { path: 'docs/configuration.md', text: configurationPage() },
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'config.schema.json', text: configJsonSchema() },
  ];
}
