// The top-level entries of a TOML document with the line each begins in. Bun's parser names no line of the document (the
// one in its error is that of the calling program), so entries are parsed one by one.

import { LIMITS } from '../contract/limits.ts';

/** `line` counts from 1; null where it is not known. */
export type TomlEntry = { key: string; value: unknown; line: number | null };
export type TomlFault = { line: number | null; message: string };

/** The entries in order, or the first fault. Of a table, its head alone is an entry: what stands in it is its value. */
export function readTomlEntries(text: string): { entries: TomlEntry[] } | { fault: TomlFault } {
  const whole = parse(text);
  const lines = text.split('\n');
  const begins = new Map<string, number>();
  for (let at = 0; at < lines.length; ) {
    const statement = readStatement(lines, at);
    if ('message' in statement) {
      if ('values' in whole) break;
      return { fault: { line: at + 1, message: statement.message } };
    }
    for (const key of Object.keys(statement.values)) {
      const before = begins.get(key);
      if (before !== undefined && !('values' in whole))
        return { fault: { line: at + 1, message: `"${key}" stands in line ${before} already` } };
      if (before === undefined) begins.set(key, at + 1);
    }
    at = statement.end;
  }
  if (!('values' in whole)) return { fault: { line: null, message: whole.message } };
  const entries = Object.entries(whole.values);
  return { entries: entries.map(([key, value]) => ({ key, value, line: begins.get(key) ?? null })) };
}

type Parsed = { values: Readonly<Record<string, unknown>> } | { message: string };

/** What begins in line `at` (from 0): as many lines as it takes to be whole, as with a list over several. */
function readStatement(
  lines: readonly string[],
  at: number,
): (Parsed & { end: number }) | { message: string } {
  let text = '';
  const last = Math.min(lines.length, at + LIMITS.settingLines);
  for (let end = at + 1; end <= last; end += 1) {
    text += `${lines[end - 1]}\n`;
    const parsed = parse(text);
    if ('values' in parsed) return { ...parsed, end };
  }
  const parsed = parse(text);
  return { message: 'message' in parsed ? parsed.message : '' };
}

function parse(text: string): Parsed {
  try {
    return { values: Bun.TOML.parse(text) as Record<string, unknown> };
  } catch (error) {
    const { message } = error as Error;
    // What stands there is not repeated: it may be a secret that does not belong there.
    return { message: message.replace(/^TOML Parse error: /, '').replace(/: ".*$/s, '') };
  }
}
