// A word of a command that somebody is to paste into a shell, or that a script holds. Pure.

/** As a shell reads it back: in quotes where a shell would make anything of it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : shellQuoted(word);
}

/** In single quotes, whatever it holds: one word of a POSIX shell, bash or zsh. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
