// What a screen reader would meet without a word: controls, pictures, dialogs and tables that have no name in the tree of
// accessibility, headings that skip a level, and focus that nobody sees. Knows no page of the dashboard.

import type { Page } from 'playwright-core';

type AxNode = {
  nodeId: string;
  childIds?: string[];
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
};

/** Roles that say nothing by themselves. */
const NAMED = new Set([
  ...[
    'button',
    'link',
    'textbox',
    'searchbox',
    'combobox',
    'listbox',
    'option',
    'checkbox',
    'radio',
    'switch',
  ],
  ...['slider', 'spinbutton', 'tab', 'menuitem', 'image', 'dialog', 'alertdialog', 'navigation', 'Iframe'],
  ...['heading', 'columnheader', 'DisclosureTriangle', 'ComboBoxSelect'],
]);

/** Roles without a name, and headings two levels below the one before them. */
export async function findUnnamed(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
  await session.detach();
  const found: string[] = [];
  let level = 0;
  for (const { ignored, role, name, properties } of inOrder(nodes)) {
    const kind = role?.value ?? '';
    if (ignored) continue;
    if (NAMED.has(kind) && (name?.value ?? '').trim() === '') found.push(`${kind} without a name`);
    if (kind !== 'heading') continue;
    const own = Number(properties?.find((one) => one.name === 'level')?.value.value);
    if (own > level + 1) found.push(`heading ${own} after ${level}: ${name?.value}`);
    level = own;
  }
  return found;
}

/** As they are read: the list of the tree is by level. */
function inOrder(nodes: readonly AxNode[]): AxNode[] {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const walk = (node: AxNode | undefined): AxNode[] =>
    node ? [node, ...(node.childIds ?? []).flatMap((id) => walk(byId.get(id)))] : [];
  return walk(nodes[0]);
}

const TAB_STOP = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const isRinged = (node, pseudo) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node, pseudo);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && !/, 0\\)$/.test(outlineColor);
  };
  const around = [at, at.parentElement, at.closest('label'), ...(at.labels ?? [])].filter(Boolean);
  const isSeen = at.localName === 'iframe' || around.some((node) => isRinged(node) || isRinged(node, '::after'));
  const { width, height } = at.getBoundingClientRect();
  const name = (at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 40);
  return { what: at.localName + ' ' + (at.id || name), isSeen, hasBox: width > 0 && height > 0 };
})()`;

/** Goes through the page by Tab, at most `steps` times: places where the focus cannot be seen. */
export async function findUnseenFocus(page: Page, steps: number): Promise<string[]> {
  const found = new Set<string>();
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<{ what: string; isSeen: boolean; hasBox: boolean } | null>(TAB_STOP);
    if (stop === null) break;
    if (!stop.isSeen || !stop.hasBox) found.add(`focus not seen on ${stop.what}`);
  }
  return [...found];
}
