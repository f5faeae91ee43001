/** The forms in which CTCI's papers show dates, beside epoch milliseconds. */
export function writtenDate(epochMs: number, form: 'day' | 'iso' | 'rfc1123' | 'seconds' | 'digits'): string | number {
  const date = new Date(epochMs);
  switch (form) {
    case 'day':
      return date.toISOString().slice(0, 10);
    case 'iso':
      return date.toISOString();
    case 'rfc1123':
      return date.toUTCString();
    case 'seconds':
      return Math.trunc(epochMs / 1000);
    case 'digits':
      return String(epochMs);
  }
}
