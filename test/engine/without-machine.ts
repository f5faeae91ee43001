import { hostname } from 'node:os';

/** Worker and client call themselves after the process and the machine, and stacks tell of folders. */
export function withoutMachine(json: string): string {
  const machine = `${process.pid}@${hostname()}`;
  return JSON.stringify(
    JSON.parse(json, (name, value: unknown) => {
      if (name === 'stackTrace') return '';
      return typeof value === 'string' ? value.replaceAll(machine, 'recorded') : value;
    }),
    null,
    1,
  );
}
