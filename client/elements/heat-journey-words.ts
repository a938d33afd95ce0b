// What an event of a journey is called: a sentence, the mark it carries and what else is worth a line. Pure; everything
// from the event is data and may have the wrong type.

import type { JourneyEvent } from '../../src/contract/api.ts';
import type { Json } from '../../src/contract/wire.ts';
import { formatStay } from '../format/duration.ts';
import { count } from '../format/number.ts';
import { scrollDepth } from './heat-journey-groups.ts';

/** `bad` and `warn` are clicks in trouble, `error` is a script error itself. */
export type EventTone = 'plain' | 'quiet' | 'bad' | 'warn' | 'error' | 'custom';
export type EventWords = {
  /** What happened: `Clicked`. */
  verb: string;
  /** To what, shown stronger: `button#buy`. */
  object: string | null;
  /** Short addition: `64 %`, `24 characters`. */
  detail: string | null;
  /** Short words for marks that stand beside, never colour alone. */
  marks: string[];
  tone: EventTone;
  /** Named values worth reading at once, in their own order. */
  values: [name: string, value: string][];
};

/** Names of inputs' acts. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['focus', 'Entered'],
  ['blur', 'Left'],
  ['change', 'Changed'],
  ['submit', 'Submitted'],
]);

/** Words for events that read as one (see groupJourney); `events` is not empty, `cause` is the click before an error. */
export function describeEvents(
  events: readonly [JourneyEvent, ...JourneyEvent[]],
  cause?: JourneyEvent,
): EventWords {
  const [event] = events;
  const { fields, label } = event;
  const words = (verb: string, more: Partial<EventWords> = {}): EventWords => ({
    verb,
    object: null,
    detail: null,
    marks: [],
    tone: 'plain',
    values: [],
    ...more,
  });
  switch (event.type) {
    case 'pageview':
      return words('Viewed the page', { detail: readReferrer(fields.referrer, event.host), tone: 'quiet' });
    case 'click':
      return describeClicks(events, words);
    case 'scroll': {
      const depth = Math.max(...events.map((one) => scrollDepth(one) ?? 0));
      return words('Scrolled', { detail: `to ${Math.round(depth)} % of the page`, tone: 'quiet' });
    }
    case 'move':
      return words('Moved the pointer', { tone: 'quiet' });
    case 'input':
      return describeInput(event, words);
    case 'keyboard': {
      const category = readText(fields.category) ?? 'some';
      return words('Pressed keys', {
        detail: events.length > 1 ? `${category}, ×${events.length}` : category,
        tone: 'quiet',
      });
    }
    case 'custom': {
      const value = readNumber(fields.value);
      const values = readValues(fields.props);
      // heat.track() keeps a property of that name where it was and tells it as the event's value too.
      const said = String(value);
      if (value !== null && !values.some(([name, text]) => name === 'value' && text === said))
        values.unshift(['value', said]);
      return words('Event', { object: readText(fields.name) ?? label ?? 'unnamed', values, tone: 'custom' });
    }
    case 'error':
      return words('Script error', {
        object: readText(fields.message),
        detail: readSource(fields),
        tone: 'error',
        marks: cause
          ? [
              `${formatStay(event.tsMs - cause.tsMs)} after clicking ${cause.label ?? readPoint(cause.fields)}`,
            ]
          : [],
      });
    case 'vital':
      return words('Page speed', { detail: readVitals(fields), tone: 'quiet' });
    case 'visibility':
      return words(fields.state === 'hidden' ? 'Left the tab' : 'Came back to the tab', { tone: 'quiet' });
    case 'leave':
      return words('Left the page', {
        detail: fields.quickBack === true ? 'quick back' : null,
        tone: 'quiet',
      });
  }
}

type Words = (verb: string, more?: Partial<EventWords>) => EventWords;

function describeClicks(events: readonly [JourneyEvent, ...JourneyEvent[]], words: Words): EventWords {
  const [first] = events;
  const has = (flag: string) => events.some((event) => event.fields[flag] === true);
  const marks: string[] = [];
  if (has('rage')) marks.push('Rage click');
  if (has('dead')) marks.push('Dead click');
  if (has('error')) marks.push('Led to an error');
  const tone = has('rage') || has('error') ? 'bad' : has('dead') ? 'warn' : 'plain';
  const detail = events.length > 1 ? `×${events.length}` : null;
  return words('Clicked', { object: first.label ?? readPoint(first.fields), detail, marks, tone });
}

function describeInput(event: JourneyEvent, words: Words): EventWords {
  const action = readText(event.fields.action) ?? '';
  const type = readText(event.fields.inputType);
  const length = readNumber(event.fields.length);
  const facts = [type, length === null ? null : count(length, 'character')].filter((fact) => fact !== null);
  return words(ACTIONS.get(action) ?? 'Used', {
    object: event.label ?? 'a field',
    detail: facts.length === 0 ? null : facts.join(', '),
  });
}

/** All fields of an event as text, for whoever wants to see everything. */
export function listFields(event: JourneyEvent): [name: string, value: string][] {
  return readValues(event.fields);
}

function readValues(value: Json | undefined): [name: string, value: string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, item]) => [
    name,
    typeof item === 'string' ? item : JSON.stringify(item),
  ]);
}

function readVitals(fields: JourneyEvent['fields']): string | null {
  const [lcp, inp, cls, ttfb] = [fields.lcp, fields.inp, fields.cls, fields.ttfb].map(readNumber);
  const parts: string[] = [];
  if (typeof lcp === 'number') parts.push(`LCP ${(lcp / 1000).toFixed(2)} s`);
  if (typeof inp === 'number') parts.push(`INP ${Math.round(inp)} ms`);
  if (typeof cls === 'number') parts.push(`CLS ${cls.toFixed(2)}`);
  if (typeof ttfb === 'number') parts.push(`TTFB ${Math.round(ttfb)} ms`);
  return parts.length === 0 ? null : parts.join(' · ');
}

function readSource(fields: JourneyEvent['fields']): string | null {
  const source = readText(fields.source);
  if (source === null) return null;
  const file = source.split(/[?#]/)[0]?.split('/').at(-1) || source;
  const line = readNumber(fields.line);
  const column = readNumber(fields.column);
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
}

/** Where a visitor came from; nothing when it was the same host. */
function readReferrer(value: Json | undefined, host: string | null): string | null {
  const text = readText(value);
  if (text === null) return null;
  const from = URL.canParse(text) ? new URL(text).host || text : text;
  return from === host ? null : `from ${from}`;
}

function readPoint(fields: JourneyEvent['fields']): string {
  const x = readNumber(fields.x);
  const y = readNumber(fields.y);
  return x === null || y === null ? 'the page' : `the page at ${Math.round(x)}, ${Math.round(y)}`;
}

function readText(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readNumber(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
