import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownInMarkdown, shownJson, shownLine, shownText } from '../../../domain/report/shown-text';

/** Whatever acts on a terminal or a page; written anew, so that it is no copy of the rule. */
const ACTS = new RegExp(
  '(?![\\n\\t])[\\p{Cc}\\u2028\\u2029]|(?![\\u200c\\u200d])[\\u00ad\\u061c\\u180e\\u200b-\\u200f' +
    '\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0001}\\u{e0020}-\\u{e007f}]|\\p{Cs}',
  'u',
);

const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u001b]0;owned\u0007',
        '\u001b[2J',
        '\u009b31m',
        '\u202e',
        '\u2066',
        '\u200b',
        '\ufeff',
        '\r',
        '\b',
        '\u{e0041}',
        '\ud800',
      ),
    ),
  )
  .map((parts) => parts.join(''));

test('nothing that acts is left of any text, and what is shown stays as it is', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const shown = shownText(text);
      expect(shown).not.toMatch(ACTS);
      expect(shownText(shown)).toBe(shown);
      expect(shownLine(text)).not.toMatch(/[\n\t]/);
    }),
  );
  for (const plain of ['Größe 日本語 עברית فارسی‌ها 👩‍👩‍👧 \n\t$', '']) expect(shownText(plain)).toBe(plain);
});

test('an escape stands there by its number', () => {
  expect(shownText('a\u001b[2Jb\u202ec\u{e0041}')).toBe('a\\u001b[2Jb\\u202ec\\u{e0041}');
  expect(shownLine('a\nb\tc')).toBe('a\\u000ab\\u0009c');
});

test('in Markdown nothing becomes a link, an image, code or HTML', () => {
  expect(shownInMarkdown('![x](http://evil) <img> `code` \u001b')).toBe(
    '!\\[x\\](http://evil) \\<img\\> \\`code\\` \\\\u001b',
  );
});

test('a document of JSON is the same document afterwards', () => {
  fc.assert(
    fc.property(fc.jsonValue(), texts, (value, text) => {
      const json = JSON.stringify({ value, text, [text]: 1 }, null, 2);
      const shown = shownJson(json);
      expect(shown).not.toMatch(ACTS);
      expect(JSON.parse(shown)).toEqual(JSON.parse(json));
    }),
  );
});
