// The id that a session goes by in addresses and answers: `<session base36>.<part>`.

export type SessionPart = { session: number; part: number };

export function writeSessionId({ session, part }: SessionPart): string {
  return `${session.toString(36)}.${part}`;
}

/** Null for anything that is not a session's id. */
export function readSessionId(text: string): SessionPart | null {
  const [, id = '', part = ''] = /^([0-9a-z]{1,11})\.(\d{1,6})$/.exec(text) ?? [];
  const session = Number.parseInt(id, 36);
  return session < 2 ** 52 ? { session, part: Number(part) } : null;
}
