/** Where a Web UI shows a namespace. */
export interface UiPlace {
  /** Address of the Web UI, with or without a slash at its end. */
  readonly ui: string;
  readonly namespace: string;
}

/** The Web UI that TEMPORAL_UI_ADDRESS names, or null. */
export function namedUi(env: NodeJS.ProcessEnv): string | null {
  return env['TEMPORAL_UI_ADDRESS']?.trim() || null;
}

/** The newest run of a chain, or one that is named. */
export function runLink(place: UiPlace, workflowId: string, runId?: string): string {
  const chain = `${listLink(place)}/${encodeURIComponent(workflowId)}`;
  return runId === undefined ? chain : `${chain}/${runId}/history`;
}

/** The list of runs; those that a query finds, where there is one. */
export function listLink({ ui, namespace }: UiPlace, query?: string): string {
  const list = `${ui.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
  return query === undefined ? list : `${list}?query=${encodeURIComponent(query)}`;
}
