// What is asked of a large project, with the goal of each in ms: metrics, funnels, journeys, retention.

import type { FunnelDefinition } from '../src/contract/funnels.ts';

export type Question = readonly [name: string, path: string, goalMs: number | null];

const HOUR_MS = 3_600_000;
const STEPS: FunnelDefinition['steps'] = [
  { type: 'page', match: 'is', value: '/item-0' },
  { type: 'page', match: 'glob', value: '/item-1*' },
  { type: 'event', name: 'add_to_cart' },
  { type: 'event', name: 'purchase', where: [{ key: 'plan', op: 'is', value: 'pro' }] },
];

/** Paths below /api/v1; `range` are the scope's parameters. */
export function metricsQuestions(range: string): Question[] {
  const project = 'projects/bench';
  const two = 'filter=device:is:mobile&filter=country:is:DE';
  return [
    ['dashboard, 90 days', `metrics/dashboard?${range}`, 150],
    ['dashboard, 30 days', 'metrics/dashboard?period=30d', null],
    ['dashboard, 7 days', 'metrics/dashboard?period=7d', null],
    ['overview, 90 days', `${project}/overview?${range}`, null],
    ['timeseries, pageviews by day', `metrics/timeseries?${range}&metric=pageviews&interval=day`, 100],
    ['timeseries, visitors by day', `metrics/timeseries?${range}&metric=visitors&interval=day`, 100],
    ['timeseries, split by browser', `metrics/timeseries?${range}&metric=sessions&split=browser`, null],
    ['breakdown, country', `metrics/breakdown/country?${range}`, 150],
    ['breakdown, source', `metrics/breakdown/source?${range}`, 150],
    ['breakdown, entry', `metrics/breakdown/entry?${range}`, 150],
    ['breakdown, page', `metrics/breakdown/page?${range}`, 150],
    ['breakdown, event', `metrics/breakdown/event?${range}`, 150],
    ['breakdown, prop.plan', `metrics/breakdown/prop.plan?${range}`, 150],
    ['top-events', `metrics/top-events?${range}`, 150],
    ['users', `metrics/users?${range}`, null],
    ['realtime', 'metrics/realtime', null],
    ['events, first page', `events?${range}`, null],
    ['dashboard, two dimensions', `metrics/dashboard?${range}&${two}`, 600],
    ['breakdown, two dimensions', `metrics/breakdown/source?${range}&${two}`, 600],
    ['dashboard, did an event', `metrics/dashboard?${range}&filter=event:is:purchase`, null],
    ['funnel, 4 steps, by session', funnel(range, 'loose', 'session'), 1_500],
    ['funnel, 4 steps, by visitor', funnel(range, 'loose', 'visitor'), 1_500],
    ['funnel, strict, by visitor', heaviestQuestion(range), 1_500],
    ['funnel, two dimensions', `${funnel(range, 'loose', 'visitor')}&${two}`, 1_500],
    ['journeys, 5 pages', `${project}/journeys?${range}&depth=5`, 2_000],
    ['retention, weekly', `${project}/retention?${range}&interval=week`, null],
  ];
}

/** What takes longest, to be left before its answer and to stand beside ingest. */
export function heaviestQuestion(range: string): string {
  return funnel(range, 'strict', 'visitor');
}

function funnel(range: string, order: FunnelDefinition['order'], unit: FunnelDefinition['unit']): string {
  const definition: FunnelDefinition = { steps: STEPS, windowMs: 24 * HOUR_MS, order, unit };
  return `projects/bench/funnel-preview?${range}&definition=${encodeURIComponent(JSON.stringify(definition))}`;
}
