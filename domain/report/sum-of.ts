/** The sum of two tallies of the same kind, count by count. What else the second one holds is left out. */
export function sumOf<Name extends string>(
  one: Readonly<Record<Name, number>>,
  other: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const sum: Record<Name, number> = { ...one };
  for (const name in one) sum[name] += other[name];
  return sum;
}
