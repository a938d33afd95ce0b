// What redeploys do to pages, done to a page in the browser, and its elements described before and after. For tests
// only; not part of any bundle that is served.

import type { ElementDescriptor } from '../src/contract/element.ts';
import { describeElement } from './core/describe-element.ts';

const INTERACTIVE =
  'a,button,input,select,textarea,label,summary,[role=button],[role=link],[role=tab],[role=option],[role^=menuitem]';
const LEFT_OUT = /^(script|style|template|noscript|br|hr|link|meta|option|source)$/;

type Described = { n: number; descriptor: ElementDescriptor; css: string };
export type Redeploy = { name: string; candidates: Described[] };
export type DescribedPage = { wanted: Described[]; redeploys: Redeploy[] };
type Marked = HTMLElement & { n?: number };

/** Same numbers on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Everything that a click could be put down to. */
function targets(): Marked[] {
  return [...document.body.querySelectorAll<HTMLElement>('*')].filter(
    (el) =>
      el instanceof HTMLElement && !LEFT_OUT.test(el.localName) && (el.closest(INTERACTIVE) ?? el) === el,
  );
}

/** The plain rule to compare with: an absolute path of positions among all siblings. */
function cssPath(el: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = el; at && at !== document.body; at = at.parentElement)
    steps.unshift(`${at.localName}:nth-child(${[...(at.parentElement?.children ?? [])].indexOf(at) + 1})`);
  return steps.join('>');
}

function describeAll(elements: Marked[]): Described[] {
  return elements.map((el) => ({
    n: el.n ?? -1,
    descriptor: describeElement(el, ':not(*)'),
    css: cssPath(el),
  }));
}

/** Groups of three and more siblings of one tag: lists, grids of cards, menus, rows of a table. */
function lists(): HTMLElement[][] {
  const found: HTMLElement[][] = [];
  for (const parent of document.body.querySelectorAll('*')) {
    const children = [...parent.children].filter((el): el is HTMLElement => el instanceof HTMLElement);
    const first = children[0];
    if (!first || !/^(li|div|article|section|a|tr|p|figure|dd|label)$/.test(first.localName)) continue;
    const same = children.filter((el) => el.localName === first.localName);
    if (same.length >= 3) found.push(same);
  }
  return found;
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
      arrange(items, order);
    }
  },
  'item prepended': () => {
    for (const [at, [first]] of lists().entries()) {
      if (!first?.parentElement) continue;
      const item = first.cloneNode(true) as HTMLElement;
      // A new item has words and addresses of its own; what its buttons say is what all of them say.
      for (const text of texts(item))
        if (!text.parentElement?.closest('button')) text.data = `New ${at} ${text.data}`;
      for (const link of [item, ...item.querySelectorAll('*')])
        if (link.hasAttribute('href')) link.setAttribute('href', `/new/${at}.html`);
      first.before(item);
    }
  },
  'item removed': (random) => {
    for (const items of lists()) items[Math.floor(random() * items.length)]?.remove();
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

/** Describes the page as it is, then every redeploy of it. */
export function describeRedeploys(): DescribedPage {
  const original = document.body;
  for (const [n, el] of targets().entries()) el.dataset.n = String(n);
  const visible = new Set(
    targets()
      .filter((el) => el.offsetWidth > 0 && el.offsetHeight > 0)
      .map((el) => Number(el.dataset.n)),
  );
  let wanted: Described[] = [];
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
    if (name === 'as it was') wanted = describeAll(targets()).filter(({ n }) => visible.has(n));
    const random = seeded(7);
    for (const work of works) work(random);
    redeploys.push({ name, candidates: describeAll(targets()) });
  }
  return { wanted, redeploys };
}

Object.assign(window, { describeRedeploys });
