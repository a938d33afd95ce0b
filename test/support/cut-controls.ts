// What a reader of a narrow page cannot reach: controls beyond the edge of the window that no part of the page can be
// moved to bring in. Runs in the page. Knows no page of the dashboard.

import type { Page } from 'playwright-core';

/** Nodes below a root, those inside of elements too. */
const EVERY = `const every = (root) => [...root.querySelectorAll('*')].flatMap((node) => node.shadowRoot ? [node, ...every(node.shadowRoot)] : [node]);`;

const FIND = `(() => {
  ${EVERY}
  const above = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const canBeMoved = (node) => {
    for (let at = above(node); at; at = above(at)) {
      const { overflowX, scrollbarWidth } = getComputedStyle(at);
      // A row whose bar is hidden does not tell that it can be moved.
      if (/auto|scroll/.test(overflowX) && scrollbarWidth !== 'none' && at.scrollWidth > at.clientWidth + 1) return true;
    }
    return false;
  };
  const width = document.documentElement.clientWidth;
  const cut = every(document).filter((node) => {
    if (!node.matches('a[href], button, input, select, textarea, summary')) return false;
    if (!node.checkVisibility({ visibilityProperty: true })) return false;
    const { left, right, width: own, bottom } = node.getBoundingClientRect();
    // What skips to the content waits above the window until it has the focus.
    return own > 0 && bottom > 0 && (right > width + 1 || left < -1) && !canBeMoved(node);
  });
  const wide = document.documentElement.scrollWidth;
  return [
    ...(wide > width + 1 ? ['the page: ' + wide + ' px'] : []),
    ...cut.map((node) => node.localName + ' ' + (node.getAttribute('aria-label') ?? node.textContent).trim().slice(0, 40)),
  ];
})()`;

/** Names of controls that are cut, and the page itself where it scrolls sideways. */
export function findCut(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(FIND);
}

const IS_SHOWN = `(() => {
  ${EVERY}
  const nodes = every(document).filter((node) => node.checkVisibility());
  return nodes.some(({ localName }) => localName === 'h1')
    && !nodes.some((node) => node.matches('[aria-busy="true"]') || (node.localName === 'heat-state' && node.status === 'loading'));
})()`;

/** Whether a page of the dashboard has its heading and waits for nothing. */
export function isShown(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(IS_SHOWN);
}
