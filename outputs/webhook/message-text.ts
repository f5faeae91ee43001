import { shownInMarkdown, shownLine } from '../../domain/report/shown-text';
import { count } from '../../domain/report/words';
import type { WebhookMessage } from './webhook-message';

/** What people read it in. */
export type WebhookFormat = 'json' | 'slack' | 'teams' | 'mattermost';

/** Makes what comes from outside harmless in a form of text. */
type Show = (text: string) => string;

/** Slack reads these three characters as its own: https://api.slack.com/reference/surfaces/formatting#escaping */
const inSlack: Show = (text) =>
  shownLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The body of a message in a format, and its content type. */
export function bodyOf(format: WebhookFormat, message: WebhookMessage): string {
  switch (format) {
    case 'json':
      return JSON.stringify(message);
    case 'slack':
      return JSON.stringify({ text: linesOf(message, inSlack).join('\n') });
    case 'mattermost':
      return JSON.stringify({ text: linesOf(message, shownInMarkdown).join('\n') });
    case 'teams':
      return JSON.stringify(inTeams(message));
  }
}

/** Teams takes a text, or a card where it is a workflow that listens; so both go. */
function inTeams(message: WebhookMessage): object {
  const lines = linesOf(message, shownInMarkdown);
  return {
    type: 'message',
    text: lines.join('\n\n'),
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: lines.map((text, index) => ({
            type: 'TextBlock',
            text,
            wrap: true,
            ...(index === 0 && { weight: 'Bolder' }),
          })),
        },
      },
    ],
  };
}

function linesOf(
  { event, input, service, changes, reason, remedy, link, report }: WebhookMessage,
  show: Show,
): string[] {
  const { added, changed, removed, first } = changes;
  const numbers =
    `added ${count(added)}, changed ${count(changed)}, removed ${count(removed)}, sent ` + count(report.sent);
  const more = added + changed + removed - first.length;
  const named = first.map(({ change, cve }) => `${SIGNS[change]}${show(cve)}`).join(', ');
  return [
    `${input}/${service}: ${EVENT_WORDS[event]}${event === 'check' ? '' : ` (${report.outcome})`}`,
    ...(WITHOUT_NUMBERS.has(event) ? [] : [numbers]),
    ...(first.length === 0 ? [] : [`${named}${more > 0 ? ` and ${count(more)} more` : ''}`]),
    ...(reason === null ? [] : [`Why: ${show(reason)}`]),
    ...(remedy === null ? [] : [`What to do: ${show(remedy)}`]),
    ...(link === null ? [] : [link]),
  ];
}

/** Those that are not about what has changed. */
const WITHOUT_NUMBERS: ReadonlySet<WebhookMessage['event']> = new Set(['token_ends', 'nothing_new', 'check']);

const SIGNS = { added: '+', changed: '~', removed: '-' } as const;

const EVENT_WORDS: Readonly<Record<WebhookMessage['event'], string>> = {
  delivered: 'delivered',
  held: 'a list is held',
  failed: 'failing',
  recovered: 'well again',
  token_ends: 'the token ends soon',
  nothing_new: 'nothing new',
  check: 'this is a test',
};
