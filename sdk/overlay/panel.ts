// What the owner sees beside the colours: controls, words and the tip under the pointer. In a closed shadow root, with a
// sheet of its own, so that neither the page's styles nor its policy reach it.

import type { OverlayAnswer } from '../../src/contract/overlay.ts';
import type { Rect } from '../../src/contract/points-in-box.ts';
import { SHEET } from './sheet.ts';
import { daysOf } from './words.ts';

const KINDS = {
  click: 'Clicks',
  rage: 'Rage clicks',
  dead: 'Dead clicks',
  error: 'Error clicks',
  move: 'Mouse rests',
  scroll: 'Scroll reach',
  attention: 'Attention',
};
const PERIODS = {
  '1h': 'Last hour',
  today: 'Today',
  yesterday: 'Yesterday',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '12mo': '12 months',
};
const DEVICES = { all: 'All devices', desktop: 'Desktop', tablet: 'Tablet', mobile: 'Mobile' };

/** What is asked for; nothing is asked for what the link says by itself. */
export type View = { kind?: string; period?: string | undefined; device?: string };

export type Panel = {
  host: HTMLElement;
  canvas: HTMLCanvasElement;
  say(text: string): void;
  /** What the ends of the colours stand for. */
  scale(from: string, to: string): void;
  /** Sets the controls to what was answered. */
  show(answer: OverlayAnswer): void;
  /** Words beside a place of the window and a ring around what they are about; without words none. */
  tip(words?: string[], x?: number, y?: number, box?: Rect): void;
};

export function createPanel(onView: (view: View) => void, onClose: () => void): Panel {
  const host = document.createElement('heat-overlay');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  root.adoptedStyleSheets = [sheet];
  const make = <Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    name: string,
    ...inside: (Node | string)[]
  ) => {
    const el = document.createElement(tag);
    el.className = name;
    el.append(...inside);
    return el;
  };
  const choose = (label: string, words: { [value: string]: string }) => {
    const options = Object.entries(words).map(([value, word]) => new Option(word, value));
    const select = make('select', '', ...options);
    select.ariaLabel = label;
    select.onchange = () =>
      onView({ kind: kind.value, period: period.value || undefined, device: device.value });
    return select;
  };
  const kind = choose('What is shown', KINDS);
  const period = choose('Range', PERIODS);
  const device = choose('Devices', DEVICES);
  // The days that the dashboard was at: without a name the link alone knows them.
  const days = new Option('', '');
  const [from, to] = [make('span', 'end'), make('span', 'end')];
  const close = make('button', '', '×');
  close.ariaLabel = 'Close the heatmap';
  close.onclick = onClose;
  const said = make('span', 'said');
  said.setAttribute('role', 'status');
  const canvas = make('canvas', '');
  const ring = make('div', 'ring');
  const tip = make('div', 'tip');
  ring.hidden = tip.hidden = true;
  const panel = make(
    'div',
    'panel',
    make('b', '', 'heat'),
    kind,
    period,
    device,
    from,
    make('i', ''),
    to,
    said,
    close,
  );
  panel.setAttribute('role', 'region');
  panel.ariaLabel = 'Heatmap of this page';
  root.append(canvas, ring, tip, panel);
  return {
    host,
    canvas,
    say(text) {
      said.textContent = text;
    },
    scale(low, high) {
      from.textContent = low;
      to.textContent = high;
    },
    show(answer) {
      kind.value = answer.kind;
      if (!answer.period) {
        days.text = daysOf(answer);
        period.prepend(days);
      }
      period.value = answer.period ?? '';
      device.value = answer.device ?? 'all';
    },
    tip(words = [], x = 0, y = 0, box) {
      tip.hidden = !words.length;
      ring.hidden = !box;
      tip.replaceChildren(...words.map((word, at) => make(at ? 'div' : 'b', '', word)));
      tip.style.translate = `${Math.min(x + 14, innerWidth - 250)}px ${y + 90 > innerHeight ? y - 70 : y + 18}px`;
      if (box) ring.style.cssText = `translate:${box.x}px ${box.y}px;width:${box.w}px;height:${box.h}px`;
    },
  };
}
