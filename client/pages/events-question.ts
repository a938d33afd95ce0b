// What the events page is asked beside the scope, as it stands in the address: one event, one property. Pure.

export type EventsQuestion = {
  /** Name of the event that is looked at, null for all. */
  event: string | null;
  /** Key of the property whose values are shown, null for the most frequent one. */
  property: string | null;
};

export function parseEventsQuestion(search: string): EventsQuestion {
  const params = new URLSearchParams(search);
  return { event: params.get('event') || null, property: params.get('property') || null };
}

/** Other parameters of `search` are kept. */
export function writeEventsQuestion({ event, property }: EventsQuestion, search: string): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of [
    ['event', event],
    ['property', property],
  ] as const) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The line that sends a first event, as README has it. */
export function curlLine(origin: string): string {
  return [
    `curl ${origin}/api/v1/events/track \\`,
    `  -H 'authorization: Bearer YOUR_API_KEY' \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"name": "purchase", "userId": "u1", "value": 49.9, "properties": {"plan": "pro"}}'`,
  ].join('\n');
}
