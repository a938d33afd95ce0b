// Reads lines of an import: whose event it is, when and where it happened, and what its type carries. As strict as the
// door for browsers; one bad line costs only itself, and what contract/import-line.ts does not name is left out.

import type { ImportRefusal } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { WireView } from '../../contract/wire.ts';
import type { JournalBatch, JournalEvent, JournalPage } from '../../journal/record.ts';
import { sha256Hex } from '../../lib/hash.ts';
import { readDescriptor, selectorDescriptor } from './descriptor.ts';
import { createFinding, type Finding, isRaw, type Raw, refuse } from './finding.ts';
import { IMPORT_SHAPES } from './import-shapes.ts';
import { type ImportSource, readImportSource } from './import-source.ts';
import { readFields } from './shape.ts';
import { timeMs } from './time.ts';
import { address, clientId, longText } from './values.ts';
import { readView } from './views.ts';

export type ImportedEvent = {
  source: ImportSource;
  /** Its element and sections are places in `elements`; the place of page and viewport is the batch's to say. */
  event: JournalEvent;
  page: JournalPage | null;
  view: WireView | null;
  elements: JournalBatch['elements'];
  /** Names neither a visitor, a user nor a session. */
  isNameless: boolean;
};
export type ImportRejection = { index: number; code: ImportRefusal; message: string };
/** Times must lie between; nothing older is kept. */
export type ImportBounds = { oldestMs: number; newestMs: number };

/** Good events and why the others are not, each with its place in the list. */
export function readImported(
  list: readonly unknown[],
  bounds: ImportBounds,
): { events: ImportedEvent[]; rejected: ImportRejection[] } {
  const events: ImportedEvent[] = [];
  const rejected: ImportRejection[] = [];
  for (const [index, raw] of list.entries()) {
    const finding = createFinding();
    const event = isRaw(raw)
      ? readOne(raw, finding, bounds)
      : refuse(finding, 'not_an_object', 'A line must be an object');
    if (event !== undefined && finding.code === null) {
      if (event.event.ts >= bounds.oldestMs) events.push(event);
      else rejected.push({ index, code: 'too_old', message: 'It is older than what the project keeps' });
    } else {
      const { code, message } = finding;
      rejected.push({ index, code: code ?? 'bad_field', message });
    }
  }
  return { events, rejected };
}

function readOne(raw: Raw, finding: Finding, bounds: ImportBounds): ImportedEvent | undefined {
  const type = typeof raw.type === 'string' ? raw.type : isSaid(raw.type) ? '' : typeOf(raw);
  const typed = IMPORT_SHAPES.get(type);
  if (typed === undefined) return refuse(finding, 'bad_type', 'Field "type" names no known type of event');
  const ts = readWhen(raw, finding, bounds);
  const given = clientId(raw.eventId, 'eventId', finding);
  const page = readPage(raw, finding);
  const view = readViewOf(raw.view, finding);
  const element = readElement(raw.element, finding);
  if (finding.code !== null || ts === undefined) return undefined;
  if (type === 'pageview' && page === null) return refuse(finding, 'bad_field', 'Field "page" is missing');
  const said = readImportSource(raw, ts, finding);
  const fields = isRaw(raw.fields) ? raw.fields : ownFields(raw, typed.type);
  readFields(typed.type === 'scroll' ? withPlaces(fields, finding) : fields, typed.shape, finding);
  if (finding.code !== null || said === undefined) return undefined;
  const event: JournalEvent = { id: given ?? '', type: typed.type, ts, p: -1, w: -1, f: finding.fields };
  if (element >= 0) event.e = element;
  if (finding.isCut || raw.cut === true) event.cut = true;
  const { items: elements } = finding.elements;
  if (event.id === '') event.id = derivedId(said.source, event, { page, elements });
  return { ...said, event, page, view, elements };
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

function typeOf(raw: Raw): string {
  return isSaid(raw.name) ? 'custom' : 'pageview';
}

function readWhen(raw: Raw, finding: Finding, { newestMs }: ImportBounds): number | undefined {
  const ms = timeMs(raw.tsMs ?? raw.timestamp);
  if (ms === null)
    return refuse(finding, 'bad_time', 'Field "timestamp" must be a time in ms, s or ISO 8601 after 1970');
  return ms <= newestMs ? ms : refuse(finding, 'bad_time', 'Field "timestamp" lies in the future');
}

function readPage(raw: Raw, finding: Finding): JournalPage | null {
  const url = address(raw.page, 'page', finding);
  if (!url) return null;
  const title = longText(raw.title, 'title', finding);
  return title ? { url, title } : { url };
}

function readViewOf(value: unknown, finding: Finding): WireView | null {
  if (!isSaid(value)) return null;
  const [w, h, dpr]: unknown[] = Array.isArray(value) ? value : [];
  return readView({ w, h, dpr }, finding) ?? null;
}

/** Place of the line's element among those of the finding, -1 without one. */
function readElement(value: unknown, finding: Finding): number {
  if (!isSaid(value)) return -1;
  // What is known by a selector alone may have no tag.
  const isNamed = isRaw(value) && value.tag !== '*';
  const found = isNamed
    ? readDescriptor(value, finding)
    : selectorDescriptor(isRaw(value) ? value.selector : null, finding);
  if (found === undefined) {
    refuse(finding, 'bad_field', 'Field "element" must describe an element');
    return -1;
  }
  const { items, places } = finding.elements;
  const place = items.push(found) - 1;
  places.push(place);
  return place;
}

/** A line without `fields`: those of the Events API, and of a pageview. */
function ownFields(raw: Raw, type: string): Raw {
  const { name, category, value, source, properties, userId, title } = raw;
  const referrer = withScheme(raw.referrer);
  if (type === 'pageview') return { title, referrer };
  if (type !== 'custom') return {};
  const user = typeof userId === 'number' && Number.isFinite(userId) ? String(userId) : userId;
  return { name, category, value, source, referrer, properties, userId: user };
}

/** Many tools keep a referrer's host alone. */
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/|$)/i;

function withScheme(referrer: unknown): unknown {
  return typeof referrer === 'string' && HOST.test(referrer) ? `https://${referrer}` : referrer;
}

/** Sections with the places of their elements, which stand in the line themselves. */
function withPlaces(fields: Raw, finding: Finding): Raw {
  const { sections } = fields;
  if (!Array.isArray(sections)) return fields;
  const placed = sections
    .slice(0, LIMITS.scrollSections + 1)
    .map((section: unknown) =>
      Array.isArray(section) && isRaw(section[0])
        ? [readElement(section[0], finding), ...section.slice(1)]
        : section,
    );
  return { ...fields, sections: placed };
}

/** The same line has the same id, so that importing it again changes nothing. */
function derivedId(
  source: ImportSource,
  { ts, type, f }: JournalEvent,
  { page, elements }: { page: JournalPage | null; elements: JournalBatch['elements'] },
): string {
  const content = [source.session.id, source.visitor, ts, type, page?.url ?? '', elements, f];
  return `i_${sha256Hex(JSON.stringify(content)).slice(0, 32)}`;
}
