const LINE_BREAKS = /[\r\n]+/g;

/**
 * Writes an event for Devo: as ThreatQ gave it, on one line, with the pull that brought it. Numbers, order of members
 * and escapes stay; a newline can only stand between members, for in a text it is escaped.
 *
 * @param body JSON text of an object
 * @param pullingId see `pullingId`
 */
export function eventMessage(body: string, pullingId: string): string {
  // to look for a character is far quicker than to replace by a pattern, and few events have a line break
  const line = body.includes('\n') || body.includes('\r') ? body.replaceAll(LINE_BREAKS, ' ') : body;
  const members = line.trim().slice(1, -1).trim();
  return `{${members}${members === '' ? '' : ','}"@devo_pulling_id":${pullingId}}`;
}

/**
 * When a pull or a walk began, in epoch seconds with a fraction, as Devo's collector writes it. @param epochMs
 * milliseconds
 */
export function pullingId(epochMs: number): string {
  return (epochMs / 1000).toFixed(6);
}
