// Web vitals of a page load, told once it is hidden: largest paint, layout shifts, answer to input, first byte.
// After the definitions on web.dev; the browser keeps its entries, so that it does not matter when we come.

import type { Core } from '../core/core.ts';
import { guard } from '../core/guard.ts';

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
  const answers: { [interactionId: number]: number } = {};
  /** What was told last; true where the page was loaded out of sight: when that paints says nothing of how fast it is. */
  let told: unknown = document.hidden;
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // A prerendered page begins when it is shown.
  const startMs = (load as { activationStart?: number } | undefined)?.activationStart ?? 0;

  const since = (ms: number) => Math.round(Math.max(0, ms - startMs));
  /** Take what the browser has not handed over yet. */
  const takers: (() => void)[] = [];
  const observe = guard((type: string, note: (entry: PerformanceEntry) => void) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
    observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit);
    takers.push(() => observer.takeRecords().forEach(note));
  });
  const lcpNote = ({ startTime }: PerformanceEntry) => {
    if (!told) lcp = since(startTime);
  };
  const clsNote = (entry: PerformanceEntry) => {
    const { hadRecentInput, value, startTime } = entry as Shift;
    if (hadRecentInput) return;
    const isNear = startTime - burst.lastMs < SHIFT_GAP_MS && startTime - burst.firstMs < SHIFT_SPAN_MS;
    if (!isNear) burst = { value: 0, firstMs: startTime, lastMs: 0 };
    burst.value += value;
    burst.lastMs = startTime;
    cls = Math.max(cls ?? 0, burst.value);
  };
  const inpNote = (entry: PerformanceEntry) => {
    const { interactionId, duration } = entry as Interaction;
    if (interactionId) answers[interactionId] = Math.max(answers[interactionId] ?? 0, duration);
  };
  observe('largest-contentful-paint', lcpNote);
  observe('layout-shift', clsNote);
  observe('event', inpNote);
  observe('first-input', inpNote);
  // Where the browser measures shifts, a page without any has moved by nothing.
  if (PerformanceObserver.supportedEntryTypes?.includes('layout-shift')) cls = 0;

  core._collectors.push((occasion) => {
    if (occasion !== 'visibilitychange' && occasion !== 'pagehide') return;
    for (const take of takers) take();
    const slowest = Object.values(answers).sort((a, b) => b - a);
    // Of quick ones there is nothing but their number; where there is none of that none is left aside.
    const count = (performance as unknown as { interactionCount: number }).interactionCount;
    const inp = slowest[~~(count / INTERACTIONS_PER_OUTLIER)] ?? slowest.pop();
    const vitals = {
      lcp,
      // Whole numbers already: browsers tell multiples of eight.
      inp,
      cls: cls && +cls.toFixed(4),
      ttfb: load && since(load.responseStart),
    };
    const text = JSON.stringify(vitals);
    if (text !== told) core._emit({ type: 'vital', ...vitals }, true);
    told = text;
  });
}
