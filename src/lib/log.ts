// One JSON line per fact, to standard error. Never a key, token, body, query string or address: callers pass facts only.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

export type LogFacts = { [name: string]: string | number | boolean | null | undefined };
export type Log = {
  debug: (message: string, facts?: LogFacts) => void;
  info: (message: string, facts?: LogFacts) => void;
  warn: (message: string, facts?: LogFacts) => void;
  error: (message: string, facts?: LogFacts) => void;
};

/** `write` receives one line with its newline. Repeats of one warning or error within a minute are counted, not written. */
export function createLog(
  level: LogLevel,
  write: (line: string) => void,
  nowMs: () => number = Date.now,
): Log {
  const lastTroubles = new Map<string, { atMs: number; repeats: number }>();
  const emit =
    (own: Exclude<LogLevel, 'silent'>) =>
    (message: string, facts: LogFacts = {}) => {
      if (ORDER[own] < ORDER[level]) return;
      const now = nowMs();
      const line: Record<string, unknown> = {
        at: new Date(now).toISOString(),
        level: own,
        message,
        ...facts,
      };
      if (own === 'warn' || own === 'error') {
        const last = lastTroubles.get(message);
        if (last && now - last.atMs < 60_000) {
          last.repeats += 1;
          return;
        }
        if (last?.repeats) line.repeats = last.repeats;
        if (lastTroubles.size > 200) lastTroubles.clear();
        lastTroubles.set(message, { atMs: now, repeats: 0 });
      }
      write(`${JSON.stringify(line)}\n`);
    };
  return { debug: emit('debug'), info: emit('info'), warn: emit('warn'), error: emit('error') };
}
