import { runCommand } from '../../setup/run-command.mjs';

async function ip(...args) {
  const { code, output } = await runCommand('ip', args, { timeoutMs: 20_000 });
  if (code !== 0) throw new Error(`ip ${args.join(' ')}: ${output.trim()}`);
}

/**
 * Makes a network namespace with loopback and nothing else: what is published in it is published nowhere else.
 *
 * @param {string} name
 * @returns {Promise<{ name: string, remove(): Promise<void> }>}
 */
export async function makeNetworkNamespace(name) {
  await ip('netns', 'add', name);
  await ip('-n', name, 'link', 'set', 'lo', 'up');
  return { name, remove: () => ip('netns', 'delete', name) };
}
