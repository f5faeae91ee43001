import { spawn } from 'node:child_process';
import type { Collector } from '../../open-collector';
import { EXIT, type SavedView, type ServiceView, type VerbResult } from '../../verb-result';
import { viewServices } from '../../words/service-view';
import { OUTCOME_ATTRIBUTE, SERVICE_ATTRIBUTE } from '../../../domain/report/search-attributes';
import { knownAttributes } from '../../../engine/known-attributes';
import { listLink, runLink, type UiPlace } from '../../../engine/ui-links';

/** Opens the Web UI of each chosen service, and prints the links. Without a terminal it only prints them. */
export async function open(collector: Collector, { json }: { readonly json: boolean }): Promise<VerbResult> {
  const services = await viewServices(collector);
  const { uiUrl: ui, address, namespace } = collector.target;
  if (!ui) {
    const ids = services.map((each) => each.workflow_id).join(', ');
    const words =
      `The Web UI of the Temporal at ${address} is not known; look for ${ids} there. ` +
      'TEMPORAL_UI_ADDRESS names it.';
    return { exit: EXIT.failed, services, links: [], words };
  }
  const place = { ui, namespace };
  const links = services.map((each) => each.ui ?? runLink(place, each.workflow_id));
  const views = (await canFilter(collector)) ? services.flatMap((each) => viewsOf(each, place)) : [];
  if (process.stdout.isTTY && !json) for (const link of links) openInBrowser(link);
  return { exit: EXIT.done, services, links, views, words: [...links, ...views.map(viewInWords)].join('\n') };
}

/** Whether Temporal knows the attributes: it refuses a query for others. */
async function canFilter({ reader }: Collector): Promise<boolean> {
  const wanted = [SERVICE_ATTRIBUTE, OUTCOME_ATTRIBUTE] as const;
  const known = await knownAttributes(reader.client, wanted).catch(() => null);
  return known?.usable.length === wanted.length;
}

/** Lists of runs that are worth keeping as saved views. */
function viewsOf({ input, service, workflow_id: id }: ServiceView, place: UiPlace): SavedView[] {
  const view = (name: string, outcomes: readonly string[]): SavedView => {
    const listed = outcomes.map((each) => `"${each}"`).join(', ');
    const query = [
      `WorkflowId = "${id}"`,
      `${SERVICE_ATTRIBUTE} = "${input}/${service}"`,
      `${OUTCOME_ATTRIBUTE} IN (${listed})`,
    ].join(' AND ');
    return { name: `${input}/${service}: ${name}`, query, link: listLink(place, query) };
  };
  return [
    view('pulls that delivered', ['delivered', 'partial']),
    view('pulls that were not well', ['held', 'partial', 'failed']),
  ];
}

function viewInWords({ name, link }: SavedView): string {
  return `${name}\n  ${link}`;
}

/** By the machine's own means; where there are none, the printed link has to do. */
function openInBrowser(link: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(program, [link], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
