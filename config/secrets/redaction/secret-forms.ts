const SHORTEST_CORE = 6; // characters of base64; a shorter piece would mask ordinary text

/**
 * Forms of a secret that are texts of their own: as it is, in JSON, in a URL, in base64 alone or within something
 * longer. Forms that escape each character in one of many ways are patterns: see `escapedPattern` and `bytePatterns`.
 */
export function secretForms(secret: string): string[] {
  const trimmed = secret.trim();
  return [...new Set([secret, trimmed, ...jsonForms(secret), ...urlForms(secret), ...base64Forms(secret)])].filter(
    (form) => form.length >= 4,
  );
}

function jsonForms(secret: string): string[] {
  const once = JSON.stringify(secret).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  const ascii = once.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [once, twice, ascii];
}

function urlForms(secret: string): string[] {
  const wellFormed = Buffer.from(secret, 'utf8').toString('utf8'); // a lone surrogate has no URL form
  const component = encodeURIComponent(wellFormed);
  const form = new URLSearchParams({ s: wellFormed }).toString().slice(2);
  const path = new URL(`http://h/${component.replaceAll('%2F', '/')}`).pathname.slice(1);
  const strict = component.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [component, form, path, strict, encodeURI(wellFormed)];
  return [...forms, ...forms.map(lowerCaseEscapes)];
}

function lowerCaseEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const whole = bytes.toString('base64');
  const forms = [whole, whole.replace(/=+$/, '')];
  for (const before of [0, 1, 2]) {
    const core = embeddedCore(bytes, before);
    if (core.length >= SHORTEST_CORE) forms.push(core);
  }
  const urlSafe = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const inUrl = forms.map(encodeURIComponent);
  return [
    ...forms,
    ...urlSafe,
    ...inUrl,
    ...inUrl.map(lowerCaseEscapes),
    ...forms.map((form) => form.replaceAll('/', '\\/')),
  ];
}

/** The characters of base64 that depend on the secret alone when this many bytes (modulo 3) stand before it. */
function embeddedCore(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor(((before + bytes.length) * 8) / 6);
  return encoded.slice(from, to);
}
