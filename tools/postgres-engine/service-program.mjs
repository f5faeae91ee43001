import { ADDED_TO_SERVER } from './addresses.mjs';

/** What the image of the Temporal server starts: its entrypoint.sh ends in this. */
const SERVER_COMMAND = ['temporal-server', 'start'];

/**
 * Turns a service of the Compose file into a program of this machine: its command and its environment, and nothing
 * else of this machine's environment. Only what differs between the two places is put over it: addresses and paths.
 *
 * @param {{ command?: string[], environment?: Record<string, string>, image: string }} service
 * @param {{ variables: Record<string, string>, searchPath: string, here(value: string): string }} place
 *   `here` gives the counterpart of a path or address in the container, and leaves everything else as it is
 * @returns {{ command: string[], environment: Record<string, string> }}
 */
export function serviceProgram(service, { variables, searchPath, here }) {
  const isServer = service.image.startsWith('temporalio/server:');
  const environment = { PATH: searchPath, HOME: '/nonexistent' };
  for (const [name, value] of Object.entries(service.environment ?? {}))
    environment[name] = variables[name] ?? here(String(value));
  if (isServer) for (const name of ADDED_TO_SERVER) environment[name] = variables[name];
  return { command: (service.command ?? SERVER_COMMAND).map(here), environment };
}
