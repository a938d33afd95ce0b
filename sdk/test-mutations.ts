// What redeploys do to pages, done to a page in the browser, and its elements described before and after. For tests
// only; not part of any bundle that is served.

import { describeElement } from './core/describe-element.ts';
import { clickedElement } from './core/describe-raw.ts';
import type { DescribedPage, Redeploy, Target } from './test-described.ts';

const LEFT_OUT = /^(script|style|template|noscript|br|hr|link|meta|option|source)$/;

type Marked = HTMLElement & { n?: number };

/** Same numbers on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every element that is laid out, as a snapshot has them. */
function shownElements(): Marked[] {
  return [...document.body.querySelectorAll<HTMLElement>('*')].filter(
    (el) => el instanceof HTMLElement && !LEFT_OUT.test(el.localName) && el.getClientRects().length > 0,
  );
}

/** Whether a click can be put down to it. */
function isTarget(el: HTMLElement): boolean {
  return el.offsetWidth > 0 && el.offsetHeight > 0 && clickedElement(el) === el;
}

/** The plain rule to compare with: an absolute path of positions among all siblings. */
function cssPath(el: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = el; at && at !== document.body; at = at.parentElement)
    steps.unshift(`${at.localName}:nth-child(${[...(at.parentElement?.children ?? [])].indexOf(at) + 1})`);
  return steps.join('>');
}

function describeAll(elements: Marked[]): Target[] {
  return elements.map((el) => ({
    n: el.n ?? -1,
    descriptor: describeElement(el, ':not(*)'),
    css: cssPath(el),
  }));
}

/** Groups of three and more siblings of one make: lists, grids of cards, menus, rows of a table. */
function lists(): HTMLElement[][] {
  const found: HTMLElement[][] = [];
  for (const parent of document.body.querySelectorAll('*')) {
    const makes = new Map<string, HTMLElement[]>();
    for (const el of parent.children) {
      if (
        !(el instanceof HTMLElement) ||
        !/^(li|div|article|section|a|tr|p|figure|dd|label)$/.test(el.localName)
      )
        continue;
      const make = [el, ...el.children].map(({ localName }) => localName).join();
      makes.set(make, [...(makes.get(make) ?? []), el]);
    }
    for (const items of makes.values()) if (items.length >= 3) found.push(items);
  }
  return found;
}

/** What a person sees of an item, whatever styles it. */
function lookOf(item: HTMLElement): string {
  return item.outerHTML.replace(/ (class|style)="[^"]*"/g, '');
}

/** Items that are the same through and through cannot be told apart by anybody: the first of them stays the first. */
function inOrderAmongEquals(items: HTMLElement[], order: HTMLElement[]): HTMLElement[] {
  const waiting = new Map<string, HTMLElement[]>();
  for (const item of items) waiting.set(lookOf(item), [...(waiting.get(lookOf(item)) ?? []), item]);
  return order.map((item) => waiting.get(lookOf(item))?.shift() ?? item);
}

/** Places nodes as in `order`, leaving other siblings where they are. */
function arrange(items: HTMLElement[], order: HTMLElement[]): void {
  const holes = items.map((item) => {
    const hole = document.createComment('');
    item.replaceWith(hole);
    return hole;
  });
  for (const [at, hole] of holes.entries()) hole.replaceWith(order[at] as HTMLElement);
}

function texts(root: Node = document.body): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.data.trim() && !LEFT_OUT.test(text.parentElement?.localName ?? 'script')) found.push(text);
  }
  return found;
}

type Random = () => number;

const REDEPLOYS: Record<string, (random: Random) => void> = {
  'as it was': () => {},
  'lists reordered': (random) => {
    for (const items of lists()) {
      const order = [...items];
      for (let at = order.length - 1; at > 0; at--) {
        const other = Math.floor(random() * (at + 1));
        [order[at], order[other]] = [order[other] as HTMLElement, order[at] as HTMLElement];
      }
      arrange(items, inOrderAmongEquals(items, order));
    }
  },
  'item prepended': () => {
    for (const [at, items] of lists().entries()) {
      const [first] = items;
      // An item without a word could not be told from the others, by nobody.
      if (!first?.parentElement || texts(first).length === 0) continue;
      const item = first.cloneNode(true) as HTMLElement;
      // A new item has words and addresses of its own; what the buttons of all items say it says too.
      const common = texts(item).filter((text) =>
        items.every((one) => one.textContent?.includes(text.data.trim())),
      );
      const own = texts(item).filter((text) => !common.includes(text));
      for (const text of own.length > 0 ? own : texts(item)) text.data = `New ${at} ${text.data}`;
      for (const link of [item, ...item.querySelectorAll('*')])
        if (link.hasAttribute('href')) link.setAttribute('href', `/new/${at}.html`);
      first.before(item);
    }
  },
  'item removed': (random) => {
    for (const items of lists()) {
      const one = items[Math.floor(random() * items.length)] as HTMLElement;
      const look = lookOf(one);
      items.findLast((item) => lookOf(item) === look)?.remove();
    }
  },
  'classes renamed': () => {
    for (const el of document.body.querySelectorAll('[class]'))
      el.className = [...el.classList].map((name, at) => `css-${at}x${name.length}f9`).join(' ');
  },
  'ids changed': () => {
    for (const el of document.body.querySelectorAll('[id]'))
      el.id = `${el.id.split('').reverse().join('')}-b`;
  },
  'wrappers added': (random) => {
    for (const el of [...document.body.querySelectorAll('section,article,form,ul,table,p,h1,h2,h3,a')]) {
      if (random() < 0.6) continue;
      const wrapper = document.createElement('div');
      el.replaceWith(wrapper);
      wrapper.append(el);
    }
  },
  'texts edited 20 %': (random) => {
    for (const text of texts())
      if (random() < 0.2) text.data = `${text.data.split(' ').slice(1).join(' ')} now`;
  },
  'headings edited': () => {
    for (const heading of document.body.querySelectorAll('h1,h2,h3,h4,h5,h6'))
      heading.textContent = `${heading.textContent} — revised`;
  },
  'section moved': () => {
    const sections = [...document.body.querySelectorAll('section,main>div,header,main>*')];
    const last = sections[sections.length - 1];
    sections[0]?.parentElement?.prepend(last as Element);
  },
  'other language': () => {
    for (const text of texts()) text.data = [...text.data].reverse().join('');
    for (const link of document.body.querySelectorAll('a[href]')) {
      const href = link.getAttribute('href') ?? '';
      if (!/^(#|\w+:)/.test(href)) link.setAttribute('href', `/de/${href.replace(/^\//, '')}`);
    }
  },
};

const TOGETHER = [
  'lists reordered',
  'item prepended',
  'classes renamed',
  'wrappers added',
  'texts edited 20 %',
];

/** Describes the page as it is, then every redeploy of it; chance is the same for the same seed. */
export function describeRedeploys(seed: number): DescribedPage {
  const original = document.body;
  for (const [n, el] of [...document.body.querySelectorAll<HTMLElement>('*')].entries())
    if (el instanceof HTMLElement) el.dataset.n = String(n);
  let wanted: Target[] = [];
  const redeploys: Redeploy[] = [];
  const steps: [string, ((random: Random) => void)[]][] = [
    ...Object.entries(REDEPLOYS).map(([name, work]): [string, ((random: Random) => void)[]] => [
      name,
      [work],
    ]),
    ['five of them together', TOGETHER.map((name) => REDEPLOYS[name] as (random: Random) => void)],
  ];
  for (const [name, works] of steps) {
    const body = original.cloneNode(true) as HTMLElement;
    document.body.replaceWith(body);
    for (const el of body.querySelectorAll<Marked>('[data-n]')) {
      el.n = Number(el.dataset.n);
      el.removeAttribute('data-n');
    }
    if (name === 'as it was') wanted = describeAll(shownElements().filter(isTarget));
    const random = seeded(seed);
    for (const work of works) work(random);
    redeploys.push({ name, candidates: describeAll(shownElements()) });
  }
  return { wanted, redeploys };
}

Object.assign(window, { describeRedeploys });
