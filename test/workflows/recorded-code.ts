import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScanner, LanguageVariant, ScriptTarget, SyntaxKind } from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** The digest of the workflows with which the recorded histories were replayed last. */
export const RECORDED_CODE = join(__dirname, 'recorded-code.txt');

/** Of the code of all workflows: comments and layout make no difference, nor do names of files. */
export function digestOfWorkflows(): string {
  const folder = join(ROOT, 'workflows');
  const codes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => tokensOf(readFileSync(join(folder, name), 'utf8')))
    .sort();
  return createHash('sha256').update(codes.join('\n')).digest('hex');
}

/** The words and signs of a text, without imports: where something lies takes no step. */
function tokensOf(text: string): string {
  const body = text.replaceAll(/^(?:import|export) [^;]*? from '[^']*';$/gms, '');
  const scanner = createScanner(ScriptTarget.ES2022, true, LanguageVariant.Standard, body);
  const tokens: string[] = [];
  while (scanner.scan() !== SyntaxKind.EndOfFileToken)
    if (scanner.getTokenText() !== ',') tokens.push(scanner.getTokenText());
  return tokens.join(' ');
}
