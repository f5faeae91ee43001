/** Different messages; a sender goes through them again and again. */
const DIFFERENT = 1_000;

export const MESSAGE_BYTES = 400;

/** Messages of 400 bytes, each with a number of its own, in the shape of an event. */
export function eventMessages(): readonly string[] {
  return Array.from({ length: DIFFERENT }, (_, index) => {
    const start = `{"event_type":"added","cve":"CVE-2025-${String(index).padStart(5, '0')}","description":"`;
    const words = 'An attacker can do what the vendor did not mean. '.repeat(9);
    return `${start}${words.slice(0, MESSAGE_BYTES - start.length - 2)}"}`;
  });
}
