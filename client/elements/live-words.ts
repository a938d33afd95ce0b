// What one live event is called in a line of the feed. Pure.

import type { LiveEvent } from '../../src/contract/live.ts';
import { readablePath } from '../format/path.ts';
import { countryName } from '../format/place.ts';

export type LiveTone = 'plain' | 'click' | 'custom' | 'bad';
export type LiveWords = {
  verb: string;
  /** Shown stronger: a path, an element, an event's name. */
  object: string | null;
  /** `rage click`, `dead click`, `error click`: never colour alone. */
  marks: string[];
  tone: LiveTone;
  /** Where it was and who it was, as far as that is known. */
  who: string;
};

const MARKS = { rage: 'rage click', dead: 'dead click', error: 'error click' } as const;

export function describeLive(event: LiveEvent): LiveWords {
  const marks = event.flags.map((flag) => MARKS[flag]);
  const path = event.path === null ? null : readablePath(event.path);
  const where = event.type === 'pageview' ? null : path;
  const who = [where, event.userId, event.country && countryName(event.country), event.device, event.browser]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
  const words = (verb: string, object: string | null, tone: LiveTone = 'plain'): LiveWords => ({
    ...{ verb, object, marks, tone, who },
  });
  switch (event.type) {
    case 'pageview':
      return words('Viewed', path);
    case 'click':
      return words('Clicked', event.label, marks.length > 0 ? 'bad' : 'click');
    case 'custom':
      return words('Event', event.name, 'custom');
    case 'error':
      return words('Met a script error', null, 'bad');
    case 'input':
      return words('Used a form', null);
    case 'leave':
      return words('Left the page', null);
    default:
      return words(event.type, null);
  }
}
