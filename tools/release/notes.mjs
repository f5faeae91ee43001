/** Kinds of fragments, in the order of the notes, with the words that head them in `CHANGELOG.md`. */
export const KINDS = { mind: 'Mind when you upgrade:', mended: 'Mended:', new: 'New:', deprecated: 'Deprecated:' };

const FRAGMENT = /^[a-z0-9][a-z0-9-]*\.([a-z]+)\.md$/;

/**
 * The notes of a version: what stands under "Unreleased", and the fragments, each under its kind. Throws for a
 * fragment of no kind, and for an empty one: nothing may get lost in silence.
 *
 * @param {string} changelog text of CHANGELOG.md
 * @param {readonly { name: string, text: string }[]} fragments files of changelog.d, without its README
 */
export function notesOf(changelog, fragments) {
  const parts = partsOf(section(changelog));
  for (const { name, text } of fragments) {
    const kind = FRAGMENT.exec(name)?.[1];
    if (kind === undefined || !Object.hasOwn(KINDS, kind))
      throw new Error(
        `changelog.d/${name} is no fragment: name it NAME.KIND.md, KIND one of ${Object.keys(KINDS).join(', ')}`,
      );
    if (text.trim() === '') throw new Error(`changelog.d/${name} is empty`);
    parts[kind] = [
      ...(parts[kind] ?? []),
      `- ${text
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .replace(/^- /, '')}`,
    ];
  }
  return Object.entries(KINDS)
    .filter(([kind]) => parts[kind]?.length > 0)
    .map(([kind, words]) => `${words}\n\n${parts[kind].join('\n')}\n`)
    .join('\n');
}

/** The changelog with the notes under a heading of the version, and nothing unreleased. */
export function fold(changelog, version, notes) {
  const begin = changelog.indexOf(UNRELEASED);
  const end = begin < 0 ? -1 : nextHeading(changelog, begin + UNRELEASED.length);
  if (begin < 0) throw new Error('CHANGELOG.md has no section "Unreleased"');
  return `${changelog.slice(0, begin)}${UNRELEASED}\n## ${version}\n\n${notes}\n${changelog.slice(end)}`;
}

const UNRELEASED = '## Unreleased\n';

function section(changelog) {
  const begin = changelog.indexOf(UNRELEASED);
  return begin < 0 ? '' : changelog.slice(begin + UNRELEASED.length, nextHeading(changelog, begin + UNRELEASED.length));
}

function nextHeading(changelog, from) {
  const next = changelog.indexOf('\n## ', from);
  return next < 0 ? changelog.length : next + 1;
}

/** The lines under each head. Text under none would be lost: it counts as something to mind. */
function partsOf(text) {
  const parts = {};
  let kind = 'mind';
  for (const line of text.split('\n')) {
    const headed = Object.entries(KINDS).find(([, words]) => words === line.trim());
    if (headed !== undefined) kind = headed[0];
    else if (line.trim() !== '') (parts[kind] ??= []).push(line);
  }
  return parts;
}
