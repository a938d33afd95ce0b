// What became of a click: rage, dead or neither. Collects the evidence; the rules are in core/rage.ts and core/dead.ts.

import type { Core } from '../core/core.ts';
import { type Aftermath, isDead } from '../core/dead.ts';
import { INTERACTIVE } from '../core/describe-element.ts';
import { countTaps, isForRepeats, isRage, type Tap } from '../core/rage.ts';
import { EVENTS, watchSigns } from './signs.ts';

/** What the browser answers by itself, often out of the page's sight. */
const NATIVE =
  'input:not([type=button],[type=submit],[type=reset],[type=image]),select,textarea,[contenteditable],video,audio,canvas,iframe,object,embed,[role=slider],[role=spinbutton],[target=_blank],[download]';
/** Traces of a handler. */
const HANDLED = '[onclick],[tabindex],[aria-expanded]';
/** What goes back and forth. */
const SWITCHES = '[aria-pressed],[aria-expanded],[aria-checked],[role=switch]';
const MOST_TAPS = 20;
/** Fields beside what was clicked, whose values a script may change without a trace. */
const MOST_FIELDS = 20;
const MISSED = `no mutation, request, ${EVENTS}`;

export function captureVerdicts(core: Core): void {
  const watch = watchSigns(core);
  let lastEl: HTMLElement;
  let taps: Tap[] = [];

  core._study = (event, el) => {
    const tap: Tap = [event.timeStamp, event.clientX, event.clientY];
    taps = el === lastEl ? taps.slice(-MOST_TAPS) : [];
    lastEl = el;
    // Keys that repeat are no taps, other buttons ask for no answer.
    const count = event.detail && countTaps(taps, tap);
    taps.push(tap);
    const aftermath = study(event, el);
    const signs = watch(event);
    return (click) => {
      // A script that failed has tried to answer, and is told by itself.
      const seen = aftermath(signs() + Number(click.error ?? 0));
      const rage = isRage(count, seen);
      const dead = !event.button && isDead(seen);
      if (rage) click.rage = rage;
      if (dead) click.dead = dead;
      if (rage || dead)
        click.why = [rage && `${count} clicks in 1 s`, dead && MISSED].filter(Boolean).join('; ');
    };
  };
}

const isSelecting = () => getSelection()?.type === 'Range';

/** Notes what will be gone in a second; the rest is looked at then, when the visitor does not wait for it. */
function study(event: MouseEvent, el: HTMLElement): (signs: number) => Aftermath {
  const wasSelecting = isSelecting();
  const before = valuesBeside(el);
  const address = location.href;
  return (signs) => {
    const link = el.closest<HTMLAnchorElement>('a[href]');
    const isInviting =
      el.matches(INTERACTIVE) ||
      el.onclick ||
      el.closest(HANDLED) ||
      getComputedStyle(el).cursor === 'pointer';
    const label = el.childElementCount > MOST_FIELDS ? '' : (el.textContent as string);
    return {
      _isInviting: !!isInviting,
      // A link that nothing kept from leading away: what follows may be slow.
      _isNative: !!el.closest(NATIVE) || (!!link && !event.defaultPrevented && isElsewhere(link, address)),
      _isForRepeats:
        el.matches(SWITCHES) || isForRepeats([el.id, el.className, el.title, el.ariaLabel].join(), label),
      _isSelecting: wasSelecting,
      _signs:
        signs +
        Number(isSelecting() && !wasSelecting) +
        Number(valuesBeside(el) !== before) +
        // What is drawn on a canvas leaves no other trace.
        document.getElementsByTagName('canvas').length,
    };
  };
}

function valuesBeside(el: HTMLElement): string {
  const { children = [] } = el.parentElement ?? {};
  return Array.from(children)
    .slice(0, MOST_FIELDS)
    .map((one) => (one as HTMLInputElement).value)
    .join();
}

function isElsewhere({ href, protocol }: HTMLAnchorElement, address: string): boolean {
  return protocol !== 'javascript:' && href.split('#')[0] !== address.split('#')[0];
}
