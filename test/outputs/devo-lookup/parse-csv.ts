import { parse } from 'csv-parse';

/** Records of a CSV as another parser reads them, header included. */
export async function parseCsv(bytes: Buffer): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    parse(bytes, (error, records: string[][]) => {
      if (error) reject(error);
      else resolve(records);
    });
  });
}
