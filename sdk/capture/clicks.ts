// Clicks, each as element, offset inside its box and place on the page. A click waits a second before it may leave: for
// what comes of it.

import type { WireClick } from '../../src/contract/wire.ts';
import type { Core, Draft } from '../core/core.ts';
import { clickedElement } from '../core/describe-raw.ts';
import { guard } from '../core/guard.ts';
import { isNear } from '../core/rage.ts';
import type { Fresh } from '../core/waiting.ts';
import { watchSigns } from './signs.ts';
import { captureVerdicts, type Judge } from './verdicts.ts';

/** How long an answer to a click is waited for, and an error put down to it, ms. */
const ANSWER_MS = 1000;

/** What was hit, behind the border of an open shadow root as well. */
const hitBy = (event: Event) =>
  // The whole way is what costs: who needs it is rare.
  ((event.target as Element).shadowRoot ? event.composedPath()[0] : event.target) as Element;

type ClickDraft = Extract<Draft, { type: 'click' }>;

export function captureClicks(core: Core): void {
  const signs = watchSigns(core);
  const study = captureVerdicts(core);
  let judge: Judge | false | undefined;
  // The parts that come later change what other events say; a click needs not pass through them.
  const emit = core._emit;

  /** The last press, once what it met was looked at; until then a number, 0 after its click: the first may have come before us. */
  let press: unknown = 1;
  /** What it met, unless that must not be told: description, box in px of the page, and the page's size. */
  let told: ClickDraft | false;
  const look = (at: Element, event?: MouseEvent) => {
    // Where there is none what follows fails, and there is nothing to tell.
    const el = clickedElement(at) as HTMLElement;
    const { x, y, width, height } = el.getBoundingClientRect();
    told = !core._isBlocked(at) && {
      type: 'click',
      e: core._describe(el),
      box: [x + scrollX, y + scrollY, width, height].map(Math.round) as ClickDraft['box'],
      doc: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    };
    judge = told && study(el);
    // Of the page as it is before what the click leads to: its height, and its title.
    core._measure?.();
    core._settle();
    // Last: what fails is not taken for the one before.
    press = event;
  };

  // Between press and release there is time for what would make the page's answer to the click wait.
  core._on(window, 'pointerdown', (event: MouseEvent) => {
    // A page that is busy may be clicked before: what was looked at for the press before this one is old by then.
    const at = hitBy(event);
    signs._watch(at);
    press = setTimeout(guard(look), 0, at, event);
  });
  const release = guard((entry: Fresh, judgeIt: Judge, event: MouseEvent, before: number) => {
    entry._isHeld = false;
    core._wake();
    judgeIt(entry._event as WireClick, event, before);
  });
  core._on(window, 'click auxclick', (event: MouseEvent) => {
    const { button, detail } = event;
    // What scripts click is not the visitor's. A click on a label comes again at once from its field, without a press.
    if (!event.isTrusted || button > 1 || (detail && !press && core._fresh[0])) return;
    // Clicks by keyboard come without a press, and have no place. What the page has covered or moved at the press is still
    // what was clicked, though the browser tells of something around both.
    if (!detail) signs._watch(hitBy(event));
    if (!isNear(event, (detail && press) as MouseEvent)) look(hitBy(event));
    press = 0;
    if (!judge || !told) return;
    if (detail) {
      told.x = event.pageX;
      told.y = event.pageY;
    }
    if (button) told.button = button;
    core._click = emit(told) as Fresh;
    core._click._isHeld = true;
    setTimeout(release, ANSWER_MS, core._click, judge, event, signs._before());
  });
}
