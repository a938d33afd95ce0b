// A recorded event as the line that an import reads: whole in itself, so that any part of a file can be imported alone.

import type { ElementDescriptor } from '../contract/element.ts';
import type { ImportLine } from '../contract/import-line.ts';
import type { Json } from '../contract/wire.ts';
import { EVENT_FLAGS, type SessionRow } from '../storage/port-apply.ts';
import type { RecordedEvent } from '../storage/port-recorded.ts';

/** What the lines of one session share, without what is not known. */
export function sessionPart(row: SessionRow): ImportLine {
  const { appName: name, appVersion: version, appEnv: env, screenW, screenH, rate, moveRate } = row;
  return {
    clientSessionId: row.clientId,
    visitor: row.visitor,
    ...known('userId', row.userId),
    ...known('traits', row.traits),
    ...known('userAgent', row.userAgent),
    // Beside the agent too, which in many browsers is another one's.
    ...known('device', row.device),
    ...known('browser', row.browser),
    ...known('os', row.os),
    ...known('platform', row.platform),
    ...known('language', row.language),
    ...known('country', row.country),
    ...(screenW === null || screenH === null ? {} : { screen: [screenW, screenH] }),
    ...(name === null && version === null && env === null ? {} : { app: { name, version, env } }),
    ...known('sdk', row.sdk),
    ...(rate === 1 ? {} : { rate }),
    ...(moveRate === 1 ? {} : { moveRate }),
  };
}

/** The line of one event of the session. `elements` are those of sections. */
export function recordedLine(
  session: ImportLine,
  event: RecordedEvent,
  elements: ReadonlyMap<number, ElementDescriptor>,
): ImportLine {
  const { eventId, type, tsMs, flags, title, viewW, viewH, dpr, descriptor } = event;
  const isServer = (flags & EVENT_FLAGS.server) !== 0;
  return {
    type,
    eventId,
    tsMs,
    ...session,
    // Said where it would not follow from the rest.
    ...(isServer || session.userAgent === undefined ? { isServer } : {}),
    ...known('page', addressOf(event)),
    // A pageview has its own.
    ...(type === 'pageview' ? {} : known('title', title)),
    ...(viewW === null || viewH === null ? {} : { view: [viewW, viewH, dpr ?? 1] }),
    ...known('element', descriptor),
    ...((flags & EVENT_FLAGS.textCut) === 0 ? {} : { cut: true }),
    fields: fieldsOf(event, elements),
  };
}

function known<K extends keyof ImportLine>(
  name: K,
  value: ImportLine[K] | null,
): Pick<ImportLine, K> | object {
  return value === null || value === undefined ? {} : { [name]: value };
}

/** The address that a pageview came with, else one that means the same page. */
function addressOf({ host, path, fields: { url } }: RecordedEvent): string | null {
  if (typeof url === 'string') return url;
  if (path === null || host === null) return null;
  if (host === '') return path;
  // The default port of one scheme is told in the other.
  return `${host.endsWith(':443') ? 'http' : 'https'}://${host}${path}`;
}

/** Without what follows from the rest of the line. */
function fieldsOf(
  { fields: { url: _, n: __, ...fields } }: RecordedEvent,
  elements: ReadonlyMap<number, ElementDescriptor>,
): { [name: string]: Json } {
  const { sections } = fields;
  if (!Array.isArray(sections)) return fields;
  const named = sections.flatMap((section): Json[] => {
    const [element, ...rest] = Array.isArray(section) ? section : [];
    const descriptor = elements.get(Number(element));
    return descriptor === undefined ? [] : [[descriptor as Json, ...rest]];
  });
  return { ...fields, sections: named };
}
