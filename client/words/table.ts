import Table from 'cli-table3';

/** A plain table: no borders, two blanks between columns, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const sheet = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (rows.length > 0 && rows.every((row) => typeof row[column] === 'number') ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    chars: {
      'top': '', 'top-mid': '', 'top-left': '', 'top-right': '', 'bottom': '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
      'left': '', 'left-mid': '', 'mid': '', 'mid-mid': '', 'right': '', 'right-mid': '', 'middle': '',
    },
  });
  for (const row of rows) sheet.push(row.map(String));
  return sheet.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}
