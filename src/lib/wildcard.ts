// Patterns with `*` (any text) and `?` (one character), matched in linear space and without backtracking bombs.

/** Whether `pattern` matches the whole of `text`; case counts. Time is at most their lengths multiplied. */
export function matchesWildcard(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (pattern[wanted] === '*') {
      star = wanted;
      resumeAt = at;
      wanted += 1;
    } else if (wanted < pattern.length && (pattern[wanted] === '?' || pattern[wanted] === text[at])) {
      at += 1;
      wanted += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      at = resumeAt;
      wanted = star + 1;
    } else return false;
  }
  while (pattern[wanted] === '*') wanted += 1;
  return wanted === pattern.length;
}
