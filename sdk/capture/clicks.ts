// Clicks, each as element, offset inside its box and place on the page. A click waits a second before it may leave: for
// what comes of it.

import type { WireClick } from '../../src/contract/wire.ts';
import type { Core, Draft } from '../core/core.ts';
import { clickedElement } from '../core/describe-raw.ts';
import { guard } from '../core/guard.ts';
import type { Fresh } from '../core/waiting.ts';
import { captureVerdicts } from './verdicts.ts';

/** How long an answer to a click is waited for, and an error put down to it, ms. */
const ANSWER_MS = 1000;

/** An element's box in page px, and the page's size. */
const locate = (el: HTMLElement) => {
  const { left, top, width, height } = el.getBoundingClientRect();
  const { scrollWidth, scrollHeight } = document.documentElement;
  return {
    box: [left + scrollX, top + scrollY, width, height].map(Math.round),
    doc: [scrollWidth, scrollHeight],
  };
};

/** What was hit, behind the border of an open shadow root as well. */
const hitBy = (event: Event) =>
  // The whole way is what costs: who needs it is rare.
  ((event.target as Element).shadowRoot ? event.composedPath()[0] : event.target) as Element;

export function captureClicks(core: Core): void {
  const study = captureVerdicts(core);
  let ask: ReturnType<typeof study> | false | undefined;
  let lastStamp: number | undefined;

  /** What was pressed or clicked last and, unless it must not be told, its description and its box. */
  let hit: unknown;
  let told: object | false;
  const look = (at: Element) => {
    // Where there is none what follows fails, and there is nothing to tell.
    const el = clickedElement(at) as HTMLElement;
    told = !core._isBlocked(at) && { e: core._describe(el), ...locate(el) };
    ask = told && study(el, at);
    // Last: what fails is not taken for the one before.
    hit = at;
  };

  // Between press and release there is time for what would make the page's answer to the click wait.
  core._on(window, 'pointerdown', (event: MouseEvent) => {
    // A page that is busy may be clicked before: what was looked at for the press before this one is old by then.
    hit = setTimeout(guard(look), 0, hitBy(event));
  });
  core._on(window, 'click auxclick', (event: MouseEvent) => {
    const at = hitBy(event);
    const { button, detail, timeStamp } = event;
    // What scripts click is not the visitor's. A click on a label comes again, with the same time, from its field.
    if (!event.isTrusted || button > 1 || timeStamp === lastStamp) return;
    // Clicks by keyboard come without a press, and have no place.
    if (!detail || at !== hit) look(at);
    hit = undefined;
    if (!ask) return;
    lastStamp = timeStamp;
    const entry = core._emit({
      type: 'click',
      ...(detail && { x: event.pageX, y: event.pageY }),
      button: button || undefined,
      ...told,
    } as Draft) as Fresh;
    core._click = entry;
    entry._isHeld = true;
    const judge = guard(ask)(event);
    setTimeout(
      guard(() => {
        entry._isHeld = false;
        core._wake();
        judge?.(entry._event as WireClick);
      }),
      ANSWER_MS,
    );
  });
  core._on(window, 'error unhandledrejection', ({ target }: Event) => {
    if (target === window && core._click?._isHeld) (core._click._event as WireClick).error = true;
  });
}
