import { spawn } from 'node:child_process';
import type { Collector } from '../../open-collector';
import { EXIT, type VerbResult } from '../../verb-result';
import { viewServices } from '../../words/service-view';

/** Opens the Web UI of each chosen service, and prints the links. Without a terminal it only prints them. */
export async function open(collector: Collector, { json }: { readonly json: boolean }): Promise<VerbResult> {
  const services = await viewServices(collector);
  const { target } = collector;
  const links = services
    .map(({ ui, workflow_id }) => ui ?? linkOf(target, workflow_id))
    .filter((link) => link !== null);
  if (links.length === 0)
    return {
      exit: EXIT.failed,
      services,
      links,
      words: `The Web UI of the Temporal at ${target.address} is not known; look for ${services.map((each) => each.workflow_id).join(', ')} there.`,
    };
  if (process.stdout.isTTY && !json) for (const link of links) openInBrowser(link);
  return { exit: EXIT.done, services, links, words: links.join('\n') };
}

function linkOf({ uiUrl, namespace }: Collector['target'], workflowId: string): string | null {
  return uiUrl && `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}

/** By the machine's own means; where there are none, the printed link has to do. */
function openInBrowser(link: string): void {
  const program = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  const child = spawn(program, [link], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
