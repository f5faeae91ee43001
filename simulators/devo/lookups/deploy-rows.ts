import { parse } from 'csv-parse';
import { z } from 'zod';
import type { DeployConfig } from './deploy-config';
import { badRequest } from '../devo-error';

const INT8_MAX = 2n ** 63n - 1n;
const csvRecords = z.array(z.array(z.string()));

/** Reads the CSV against its config. Refuses what a lookup cannot hold: see each message. */
export async function readDeployRows(csv: Buffer, config: DeployConfig): Promise<readonly (readonly string[])[]> {
  const [header, ...rows] = await readRecords(decodeUtf8(csv), config.skipEmptyLines ?? false);
  const names = config.columns.map((column) => column.name);
  if (header === undefined) throw badRequest('csv: there is no header');
  if (header.length !== names.length || header.some((name, index) => name !== names[index])) {
    throw badRequest(`csv: the header (${header.join(', ')}) is not the columns of the config (${names.join(', ')})`);
  }
  checkKeys(rows, names.indexOf(config.key.column));
  checkNumbers(rows, config);
  return rows;
}

function decodeUtf8(csv: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(csv);
  } catch {
    throw badRequest('csv: not valid UTF-8');
  }
}

function readRecords(text: string, skipEmptyLines: boolean): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    parse(text, { relax_column_count: false, skip_empty_lines: skipEmptyLines }, (error, records: unknown) => {
      if (error === undefined) resolve(csvRecords.parse(records));
      else reject(badRequest(`csv: ${error.message}`));
    });
  });
}

function checkKeys(rows: readonly (readonly string[])[], keyIndex: number): void {
  const seen = new Set<string>();
  for (const [index, cells] of rows.entries()) {
    const key = cells[keyIndex] ?? '';
    if (key === '') throw badRequest(`csv: row ${String(index + 1)} has no key`);
    if (seen.has(key)) throw badRequest(`csv: row ${String(index + 1)} has a key that was there before: ${key}`);
    seen.add(key);
  }
}

function checkNumbers(rows: readonly (readonly string[])[], config: DeployConfig): void {
  const numeric = config.columns.flatMap((column, index) => (column.type === 'INT8' ? [index] : []));
  if (numeric.length === 0) return;
  for (const [row, cells] of rows.entries()) {
    const wrong = numeric.find((index) => !isInt8(cells[index] ?? ''));
    if (wrong !== undefined)
      throw badRequest(`csv: row ${String(row + 1)} has no INT8 in column ${config.columns[wrong]?.name ?? ''}`);
  }
}

function isInt8(cell: string): boolean {
  if (cell === '') return true;
  if (!/^-?\d{1,19}$/.test(cell)) return false;
  const value = BigInt(cell);
  return value <= INT8_MAX && value >= -INT8_MAX - 1n;
}
