// The compact form: pages, viewports and elements stand once in the envelope, events refer to them by place.

import { LIMITS } from '../../contract/limits.ts';
import type { WireView } from '../../contract/wire.ts';
import type { JournalEvent, JournalPage } from '../../journal/record.ts';
import { readDescriptor, readElements } from './descriptor.ts';
import { badEnvelope, listAt } from './envelope.ts';
import { type Finding, isRaw, type Raw, refuse, resetFinding } from './finding.ts';
import type { Form } from './form.ts';
import { referrer } from './referrer.ts';
import { LAST_MS, timeMs } from './time.ts';
import { shapesByName } from './types/all.ts';
import { address, isId, longText } from './values.ts';
import { readView } from './views.ts';

const SHAPES = shapesByName(['type', 'i', 't', 'p', 'v', 'e', 'meta']);
const BAD = -2;

/** Prepares the reading of a compact body's events. Throws `bad_envelope` or `too_large`. */
export function compactForm(body: Raw, finding: Finding): Form {
  finding.elements = readElements(listAt(body.elements, 'elements', LIMITS.envelopeElements), finding);
  const pages: JournalPage[] = [];
  const pagePlaces = listAt(body.pages, 'pages', LIMITS.envelopePages).map((item) => {
    const page = readPage(item, finding);
    resetFinding(finding);
    return page === undefined ? BAD : pages.push(page) - 1;
  });
  const views: WireView[] = [];
  const viewPlaces = listAt(body.views, 'views', LIMITS.envelopeViews).map((item) => {
    const [w, h, dpr] = Array.isArray(item) ? item : [];
    const view = readView({ w, h, dpr }, finding);
    resetFinding(finding);
    return view === undefined ? BAD : view === null ? -1 : views.push(view) - 1;
  });
  const prefix = readPrefix(body.ids);
  const startMs = timeMs(body.t0 ?? (isRaw(body.session) ? body.session.startedAt : undefined));
  if (startMs === null) throw badEnvelope('t0', 'must be a time in ms');

  const place = (raw: Raw, event: JournalEvent): void => {
    event.id = eventId(prefix, raw.i, finding);
    event.ts = eventTime(startMs, raw.t, finding);
    event.p = placeAt(pagePlaces, raw.p, 'p', finding);
    event.w = placeAt(viewPlaces, raw.v, 'v', finding);
    if (raw.e !== undefined && raw.e !== null) event.e = elementAt(raw.e, finding);
  };
  const settle = (event: JournalEvent): void => {
    const { after } = event.f;
    if (event.type === 'error' && typeof after === 'number') event.f.after = eventId(prefix, after, finding);
  };
  return { shapes: SHAPES, pages, views, place, settle };
}

function readPage(item: unknown, finding: Finding): JournalPage | undefined {
  if (!isRaw(item)) return undefined;
  const url = address(item.url, 'url', finding);
  const title = isTitle(item.title) ? longText(item.title, 'title', finding) : undefined;
  const from = referrer(item.referrer, 'referrer', finding);
  if (url === undefined || url === '' || finding.code !== null) return undefined;
  const page: JournalPage = { url };
  if (title !== undefined) page.title = title;
  if (from !== undefined) page.referrer = from;
  return page;
}

/**
 * False where a form or a picture whose name is "title" stood in the place of the page's title, which is not the visitor's
 * doing: some trackers tell the element, heat.js what it reads as.
 */
function isTitle(title: unknown): boolean {
  return typeof title === 'string' && !/^\[object HTML\w+\]$/.test(title);
}

/** Empty when the client makes no ids: they are then derived. */
function readPrefix(ids: unknown): string {
  if (ids === undefined || ids === null) return '';
  if (!isId(ids)) throw badEnvelope('ids', 'must be made of A-Z a-z 0-9 _ -');
  return ids;
}

function eventId(prefix: string, i: unknown, finding: Finding): string {
  if (prefix === '') return '';
  if (!Number.isSafeInteger(i) || (i as number) < 0) {
    refuse(finding, 'bad_id', 'Field "i" must be a whole number from 0');
    return '';
  }
  const id = prefix + (i as number).toString(36);
  if (id.length > LIMITS.clientIdChars) refuse(finding, 'bad_id', 'The event id is too long');
  return id;
}

function eventTime(startMs: number, t: unknown, finding: Finding): number {
  if (typeof t === 'number' && Number.isFinite(t)) {
    const ms = Math.round(startMs + t);
    if (ms > 0 && ms <= LAST_MS) return ms;
  }
  refuse(finding, 'bad_time', 'Field "t" must be ms since t0');
  return 0;
}

/** Absent means the first; without any in the envelope it is unknown (-1). */
function placeAt(places: readonly number[], value: unknown, name: string, finding: Finding): number {
  const wanted = value ?? 0;
  if (places.length === 0 && wanted === 0) return -1;
  const found = typeof wanted === 'number' ? places[wanted] : undefined;
  if (found !== undefined && found !== BAD) return found;
  refuse(finding, 'bad_field', `Field "${name}" names nothing usable in the envelope`);
  return -1;
}

/** The place that an event names, or that of the element it brings itself. */
function elementAt(value: unknown, finding: Finding): number {
  if (isRaw(value)) {
    const own = readDescriptor(value, finding);
    return own === undefined ? -1 : finding.elements.items.push(own) - 1;
  }
  const found = typeof value === 'number' ? finding.elements.places[value] : undefined;
  if (found !== undefined && found >= 0) return found;
  refuse(finding, 'bad_field', 'Field "e" names nothing usable in the envelope');
  return -1;
}
