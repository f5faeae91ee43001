import type { EventTable, IngestedEvent } from '../event-store';
import { escapeHtml } from './escape-html';
import { layout, table } from './layout';

const EVENTS_SHOWN = 50;

/** Characters of a message on a page: events can be as large as 10 MB. */
const MESSAGE_CHARACTERS = 600;

/** @param newest of a tag, so many at most, the newest first */
export function tablePage(found: EventTable, newest: (tag: string, count: number) => readonly IngestedEvent[]): string {
  const shown = newest(found.tag, EVENTS_SHOWN);
  return layout(
    found.tag,
    `
<h2>${escapeHtml(found.tag)}</h2>
<p class="soft">${found.events.toLocaleString('en')} events, the newest ${String(shown.length)} are shown</p>
${eventTable(shown)}`,
  );
}

/** The newest events of a table, under its name. */
export function tableCard(found: EventTable, newest: readonly IngestedEvent[]): string {
  return `<h3 class="events"><a href="/tables/${encodeURIComponent(found.tag)}">${escapeHtml(found.tag)}</a>
<span class="soft">${found.events.toLocaleString('en')} ${found.events === 1 ? 'event' : 'events'},
last at ${time(found.lastAt)} UTC</span></h3>
${eventTable(newest)}`;
}

function eventTable(events: readonly IngestedEvent[]): string {
  return table(
    ['eventdate (UTC)', 'Host', 'Message'],
    events.map(({ at, host, message }) => [
      `<span class="soft short">${time(at)}</span>`,
      `<span class="short">${escapeHtml(host)}</span>`,
      `<div class="message">${escapeHtml(clipped(message))}</div>`,
    ]),
  );
}

function clipped(message: string): string {
  return message.length <= MESSAGE_CHARACTERS
    ? message
    : `${message.slice(0, MESSAGE_CHARACTERS)}… (${message.length.toLocaleString('en')} characters)`;
}

function time(at: string): string {
  return escapeHtml(at.slice(5, 19).replace('T', ' '));
}
