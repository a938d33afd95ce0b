// Web vitals of a page load, told once it is hidden: largest paint, layout shifts, answer to input, first byte.
// After the definitions on web.dev; the browser keeps its entries, so that it does not matter when we come.

import type { Core } from '../core/core.ts';

type Shift = PerformanceEntry & { hadRecentInput: boolean; value: number };
type Interaction = PerformanceEntry & { interactionId?: number };

/** Shifts less than a second apart, within five seconds, belong together. */
const SHIFT_GAP_MS = 1000;
const SHIFT_SPAN_MS = 5000;
/** One slow answer in fifty is left aside. */
const INTERACTIONS_PER_OUTLIER = 50;

export function captureVitals(core: Core): void {
  let lcp: number | undefined;
  let cls: number | undefined;
  let burst = { value: 0, firstMs: 0, lastMs: 0 };
  const answers = new Map<number, number>();
  let told = '';
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // A prerendered page begins when it is shown.
  const startMs = (load as { activationStart?: number } | undefined)?.activationStart ?? 0;

  const observe = (type: string, note: (entry: PerformanceEntry) => void) => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
      observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit);
      return observer;
    } catch {}
  };
  const lcpNote = ({ startTime }: PerformanceEntry) => {
    if (!told) lcp = Math.max(0, startTime - startMs);
  };
  const clsNote = (entry: PerformanceEntry) => {
    const { hadRecentInput, value, startTime } = entry as Shift;
    if (hadRecentInput) return;
    const isNear = startTime - burst.lastMs < SHIFT_GAP_MS && startTime - burst.firstMs < SHIFT_SPAN_MS;
    burst = isNear
      ? { ...burst, value: burst.value + value, lastMs: startTime }
      : { value, firstMs: startTime, lastMs: startTime };
    cls = Math.max(cls ?? 0, burst.value);
  };
  const inpNote = (entry: PerformanceEntry) => {
    const { interactionId, duration } = entry as Interaction;
    if (interactionId) answers.set(interactionId, Math.max(answers.get(interactionId) ?? 0, duration));
  };
  const observers = [
    [observe('largest-contentful-paint', lcpNote), lcpNote],
    [observe('layout-shift', clsNote), clsNote],
    [observe('event', inpNote), inpNote],
    [observe('first-input', inpNote), inpNote],
  ] as const;
  // Where the browser measures shifts, a page without any has moved by nothing.
  if (PerformanceObserver.supportedEntryTypes?.includes('layout-shift')) cls = 0;

  core._collectors.push((occasion) => {
    if (occasion !== 'visibilitychange' && occasion !== 'pagehide') return;
    for (const [observer, note] of observers) observer?.takeRecords().forEach(note);
    const slowest = [...answers.values()].sort((a, b) => b - a);
    const inp = slowest[Math.floor(slowest.length / INTERACTIONS_PER_OUTLIER)];
    const ttfb = load && Math.max(0, load.responseStart - startMs);
    const round = (ms?: number) => (ms === undefined ? undefined : Math.round(ms));
    const vitals = {
      lcp: round(lcp),
      inp: round(inp),
      cls: cls && Number(cls.toFixed(4)),
      ttfb: round(ttfb),
    };
    const text = JSON.stringify(vitals);
    if (text !== told) core._emit({ type: 'vital', ...vitals }, true);
    told = text;
  });
}
