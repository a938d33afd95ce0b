// What became of a click: rage, dead or neither. Collects the evidence; the rules are in core/rage.ts and core/dead.ts.

import type { WireClick } from '../../src/contract/wire.ts';
import type { Core } from '../core/core.ts';
import { isDead } from '../core/dead.ts';
import { INTERACTIVE } from '../core/describe-raw.ts';
import { pageUrl } from '../core/privacy.ts';
import { countTaps, isRage, type Tap } from '../core/rage.ts';

/** What the browser answers by itself, often out of the page's sight. */
const NATIVE =
  'input:not([type=button],[type=submit],[type=reset],[type=image]),textarea,select,:read-write,video,audio,canvas,[aria-valuenow],[target=_blank],[download]';
/** Traces of a handler. */
const HANDLED = '[onclick],[tabindex="0"],[aria-expanded]';
const MOST_TAPS = 20;

/** Writes the verdict into a click; `before` is the number of signs there were at it. */
export type Judge = (click: WireClick, event: MouseEvent, before: number) => void;

/** Answers a function to call with what is pressed; what that answers is called a second after the click, in their order. */
export function captureVerdicts(core: Core): (el: HTMLElement) => Judge {
  let taps: Tap[] = [];

  return (el) => {
    // What will be gone in a second; the rest is looked at then, when the visitor does not wait for it.
    const wasSelecting = isSelecting();
    const value = valueBeside(el);
    return (click, event, before) => {
      taps = [[event, el], ...taps.slice(0, MOST_TAPS)];
      if (el.closest(NATIVE) || (!event.defaultPrevented && leadsAway(el.closest('a')))) return;
      const isInviting = el.closest(`${INTERACTIVE},${HANDLED}`) || getComputedStyle(el).cursor === 'pointer';
      const isAnswered =
        core._signs - before ||
        // A script that failed has tried to answer, and is told by itself.
        click.error ||
        (isSelecting() && !wasSelecting) ||
        valueBeside(el) !== value ||
        // What is drawn on a canvas leaves no other trace.
        document.querySelector('canvas');
      // Keys that repeat are no taps.
      const count = event.detail && countTaps(taps);
      const isSelection = wasSelecting && !isInviting;
      if (isRage(count, isSelection) && !(isAnswered && core._isForRepeats?.(el))) click.rage = count;
      // Other buttons ask for no answer.
      const isAsking = isInviting && !event.button;
      if (isDead(isAsking, isAnswered)) click.dead = true;
    };
  };
}

const isSelecting = () => getSelection()?.type === 'Range';

/** The value of the field beside what was clicked: a script may change it without a trace. */
const valueBeside = (el: HTMLElement) => el.parentElement?.getElementsByTagName('input')[0]?.value;

/** True for a link, but of `javascript:`, that nothing keeps from leading to another document: what follows may be slow. */
function leadsAway(link: HTMLAnchorElement | null): unknown {
  return link?.href && link.protocol[0] !== 'j' && pageUrl(link.href) !== pageUrl(location.href);
}
