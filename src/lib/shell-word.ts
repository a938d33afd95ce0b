// A word of a command that somebody is to paste into a shell. Pure.

/** As a shell reads it back: in quotes where a shell would make anything of it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
