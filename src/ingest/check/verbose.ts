// The verbose form: each event carries its own id, session, path, viewport, device and selector, as the published
// heat-sdk sends it. What repeats is gathered, so that the journal holds it once.

import { LIMITS } from '../../contract/limits.ts';
import type { WireView } from '../../contract/wire.ts';
import type { JournalBatch, JournalEvent, JournalPage } from '../../journal/record.ts';
import { readDescriptor, readElements, selectorDescriptor } from './descriptor.ts';
import { type Envelope, listAt, type Sender } from './envelope.ts';
import { type Finding, isRaw, type Raw, refuse } from './finding.ts';
import type { Form } from './form.ts';
import { addExtra } from './shape.ts';
import { readTime } from './time.ts';
import { shapesByName } from './types/all.ts';
import { address, clientId, shortText, text } from './values.ts';
import { readView } from './views.ts';

const NAMES = [
  'type',
  'eventId',
  'sessionId',
  'ts',
  'path',
  'url',
  'viewport',
  'device',
  'selector',
  'element',
  'e',
  'meta',
];
const SHAPES = shapesByName(NAMES);
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const userAgent = text(LIMITS.userAgentChars);

/** Prepares the reading of a verbose body's events. The envelope's device is completed from the first event. */
export function verboseForm(
  body: Raw,
  context: { envelope: Envelope; sender: Sender },
  finding: Finding,
): Form {
  const { envelope, sender } = context;
  finding.elements = readElements(listAt(body.elements, 'elements', LIMITS.envelopeElements), finding);
  const { pages, pageAt } = pageGatherer(sender.host);
  const { views, viewAt } = viewGatherer();
  const elementAt = elementGatherer(finding);
  let hasDevice = isRaw(body.device);
  let differing: Raw | null = null;

  const place = (raw: Raw, event: JournalEvent): void => {
    differing = null;
    event.id = clientId(raw.eventId, 'eventId', finding) ?? '';
    event.ts = readTime(raw.ts, 'ts', finding) ?? 0;
    const session = clientId(raw.sessionId, 'sessionId', finding);
    if (session !== undefined && session !== envelope.session.id) event.sid = session;
    event.p = pageAt(raw.url ?? raw.path, finding);
    event.w = viewAt(raw.viewport, finding);
    const element = elementAt(raw);
    if (element >= 0) event.e = element;
    if (isRaw(raw.device) && finding.code === null) {
      if (!hasDevice) adoptDevice(raw.device, envelope.device, finding);
      hasDevice = true;
      differing = isSameDevice(raw.device, envelope.device) ? null : raw.device;
    }
  };
  const settle = (event: JournalEvent): void => {
    if (differing !== null) addExtra([['device', differing]], finding);
    if (event.type === 'pageview' && event.p >= 0) describePage(pages[event.p]!, event);
  };
  return { shapes: SHAPES, pages, views, place, settle };
}

/** Gathers pages by path. A path without a host gets the one that the request came from. */
function pageGatherer(host: string) {
  const pages: JournalPage[] = [];
  const places = new Map<string, number>();
  const pageAt = (value: unknown, finding: Finding): number => {
    if (value === undefined || value === null || value === '') return -1;
    const known = typeof value === 'string' ? places.get(value) : undefined;
    if (known !== undefined) return known;
    const path = address(value, 'path', finding);
    if (path === undefined) return -1;
    const isWhole = SCHEME.test(path) || path.startsWith('//');
    const place = pages.push({ url: isWhole ? path : host + (path.startsWith('/') ? path : `/${path}`) }) - 1;
    places.set(value as string, place);
    return place;
  };
  return { pages, pageAt };
}

function viewGatherer() {
  const views: WireView[] = [];
  /** The viewport of the event before, as it came: mostly this one's too. */
  let last: { size: Raw; place: number } | null = null;
  const viewAt = (value: unknown, finding: Finding): number => {
    if (value === undefined || value === null) return -1;
    if (!isRaw(value)) {
      refuse(finding, 'bad_field', 'Field "viewport" must be an object');
      return -1;
    }
    if (last !== null && value.w === last.size.w && value.h === last.size.h && value.dpr === last.size.dpr)
      return last.place;
    const view = readView({ w: value.w, h: value.h, dpr: value.dpr }, finding);
    if (!view) return -1;
    const known = views.findIndex(([w, h, dpr]) => w === view[0] && h === view[1] && dpr === view[2]);
    last = { size: value, place: known >= 0 ? known : views.push(view) - 1 };
    return last.place;
  };
  return { views, viewAt };
}

/** Place of an event's element: a place in the envelope's list, a descriptor, or a selector. */
function elementGatherer(finding: Finding) {
  const bySelector = new Map<string, number>();
  return (raw: Raw): number => {
    const { items, places } = finding.elements;
    if (typeof raw.e === 'number') {
      const place = places[raw.e] ?? -1;
      if (place < 0) refuse(finding, 'bad_field', 'Field "e" names nothing usable in the envelope');
      return place;
    }
    if (raw.element !== undefined && raw.element !== null) {
      const descriptor = readDescriptor(raw.element, finding);
      return descriptor === undefined ? -1 : items.push(descriptor) - 1;
    }
    if (raw.selector === undefined || raw.selector === null) return -1;
    const known = typeof raw.selector === 'string' ? bySelector.get(raw.selector) : undefined;
    if (known !== undefined) return known;
    const descriptor = selectorDescriptor(raw.selector, finding);
    if (descriptor === undefined) return -1;
    const place = items.push(descriptor) - 1;
    bySelector.set(raw.selector as string, place);
    return place;
  };
}

function adoptDevice(raw: Raw, device: JournalBatch['device'], finding: Finding): void {
  device.ua = userAgent(raw.ua, 'device.ua', finding) || device.ua;
  device.platform = shortText(raw.platform, 'device.platform', finding) || device.platform;
  device.language = shortText(raw.language, 'device.language', finding) || device.language;
}

function isSameDevice(raw: Raw, device: JournalBatch['device']): boolean {
  return (
    (!raw.ua ||
      raw.ua === device.ua ||
      typeof raw.ua !== 'string' ||
      raw.ua.length > LIMITS.userAgentChars) &&
    (!raw.platform || raw.platform === device.platform) &&
    (!raw.language || raw.language === device.language)
  );
}

/** The title and referrer of a pageview describe its page too. */
function describePage(page: JournalPage, event: JournalEvent): void {
  const { title, referrer } = event.f;
  if (typeof title === 'string') page.title ??= title;
  if (typeof referrer === 'string') page.referrer ??= referrer;
}
