import { shownText } from '../../../domain/report/shown-text';

/** Rows come from outside: nothing of them may become markup, nor turn the direction of what stands beside it. */
export function escapeHtml(text: string): string {
  return shownText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
