// What of a record may leave the page: no secrets in addresses, and no words in attributes where all text is masked. Works
// on the record's JSON, because to walk through a whole page once more would be felt. Pure.

import { pageUrl } from '../core/privacy.ts';

/** An address that does not stand in the page itself. What lies in quotes within a text has its quotes escaped. */
const ADDRESS = /"(href|src|action|formaction|xlink:href)":"((?!#|data:)(?:[^"\\]|\\.)+)"/g;
/** Attributes that are read out or shown; but not the value that a script has given to a style. */
const WORDS =
  /"property":"[^"]*","value":"|"(title|alt|placeholder|label|value|aria-(?:label|description|placeholder|valuetext))":"((?:[^"\\]|\\.)*)"/g;
/** Longer ones are cut before their query, because a cut anywhere may leave half an escape. */
const MOST_CHARS = 2_000;

/** `record` is the JSON of one of rrweb's events, and so is the answer. */
export function cleanRecord(record: string, isAllMasked?: boolean): string {
  const clean = record.replace(
    ADDRESS,
    (_, name, url) => `"${name}":"${url.length < MOST_CHARS ? pageUrl(url) : url.replace(/[?#].*/, '')}"`,
  );
  return isAllMasked
    ? clean.replace(WORDS, (all, name, words) =>
        name ? `"${name}":"${words.replace(/\\u....|\\.|\S/g, '*')}"` : all,
      )
    : clean;
}
