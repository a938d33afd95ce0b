// Walks through every page with the tab key and looks what a screen reader is told: `bun demo/screenshots/audit.ts
// [names…]` prints the order of the focus, and what has no name, no alternative text or a heading out of order.

import type { Page } from 'playwright-core';
import { LOOKS, SCENES } from './scenes.ts';
import { settled } from './settled.ts';
import { setStage } from './stage.ts';

/** Stops of one page before it is taken for endless. */
const MOST_STOPS = 120;

const FAULTS = `(() => {
  const every = (root) => [...root.querySelectorAll('*')].flatMap((node) => node.shadowRoot ? [node, ...every(node.shadowRoot)] : [node]);
  const nodes = every(document).filter((node) => node.checkVisibility({ visibilityProperty: true }));
  const textOf = (node) => (node.innerText ?? '').trim() || [...node.querySelectorAll('*')].map((one) => one.textContent).join(' ').trim();
  const nameOf = (node) => {
    const labelled = node.getAttribute('aria-labelledby')?.split(' ').map((id) => node.getRootNode().getElementById(id)?.textContent ?? '').join(' ').trim();
    const labels = node.labels ? [...node.labels].map((label) => label.textContent.trim()).join(' ') : '';
    return labelled || node.getAttribute('aria-label') || labels || (node.matches('input, select, textarea') ? node.getAttribute('title') : textOf(node) || node.getAttribute('title')) || '';
  };
  const told = (node) => node.localName + (node.className && typeof node.className === 'string' ? '.' + node.className.split(' ')[0] : '') + ' in ' + (node.getRootNode().host?.localName ?? 'page');
  const isHidden = (node) => { for (let one = node; one; one = one.parentElement ?? one.getRootNode().host) if (one.getAttribute?.('aria-hidden') === 'true' || one.inert) return true; return false; };
  const faults = [];
  for (const node of nodes) {
    if (isHidden(node)) continue;
    if (node.matches('button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider], [role=option], [role=treeitem]') && nameOf(node) === '') faults.push('no name: ' + told(node));
    if (!node.parentElement?.closest('[role=slider], [role=img]') && node.matches('img:not([alt]), [role=img]:not([aria-label]):not([aria-labelledby]), iframe:not([title]), canvas:not([aria-hidden]):not([role])') ) faults.push('no alternative: ' + told(node));
    if (node.matches('[aria-controls]') && node.getAttribute('aria-expanded') === 'true' && !node.getRootNode().getElementById(node.getAttribute('aria-controls'))) faults.push('controls nothing: ' + told(node));
    if (node.id && node.getRootNode().querySelectorAll('#' + CSS.escape(node.id)).length > 1) faults.push('id twice: ' + node.id + ' ' + told(node));
    const r = node.getBoundingClientRect();
    if (node.matches('button:not(.box), a[href], select, input:not([type=checkbox], [type=radio], [type=range], [type=hidden])') && matchMedia('(pointer: coarse)').matches && r.width > 0 && (r.height < 24 || r.width < 24) && getComputedStyle(node).display !== 'inline') faults.push('small: ' + told(node) + ' ' + Math.round(r.width) + '×' + Math.round(r.height));
    if (node.matches('table') && !node.querySelector('th')) faults.push('no head: ' + told(node));
  }
  const levels = nodes.filter((node) => /^h[1-6]$/.test(node.localName) && !isHidden(node)).map((node) => [Number(node.localName[1]), textOf(node)]);
  if (levels.filter(([level]) => level === 1).length !== 1) faults.push(levels.filter(([level]) => level === 1).length + ' h1');
  levels.forEach(([level, text], at) => { const before = at === 0 ? 0 : levels[at - 1][0]; if (level > before + 1) faults.push('h' + level + ' after h' + before + ': ' + text); });
  const main = nodes.filter((node) => node.localName === 'main');
  if (main.length !== 1) faults.push(main.length + ' main');
  return [...new Map(faults.map((fault) => [fault, faults.filter((one) => one === fault).length]))].map(([fault, times]) => times > 1 ? fault + ' ×' + times : fault);
})()`;

const FOCUS = `(() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node);
  const isRinged = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const words = (node.getAttribute('aria-label') || node.innerText || node.getAttribute('placeholder') || node.labels?.[0]?.textContent || node.title || '').trim().replace(/\\s+/g, ' ').slice(0, 28);
  const box = node.getBoundingClientRect();
  return node.localName + ' “' + words + '”' + (isRinged ? '' : ' NO RING') + (box.width === 0 ? ' NO BOX' : '');
})()`;

const wanted = Bun.argv.slice(2);
const stage = await setStage();
try {
  for (const scene of SCENES) {
    if (scene.mood || (wanted.length > 0 && !wanted.some((name) => scene.name.startsWith(name)))) continue;
    for (const look of ['light', 'phone'] as const) {
      const context = await (scene.isOutside ? stage.openOutside : stage.open)(LOOKS[look]);
      const page = await context.newPage();
      const path = typeof scene.path === 'string' ? scene.path : await scene.path(stage);
      const project = scene.of === 'empty' ? stage.empty : stage.demo;
      await page.goto(path.startsWith('/') ? stage.url + path : `${stage.url}/p/${project}/${path}`);
      await settled(page);
      if (scene.act) await scene.act(page);
      const faults = await page.evaluate<string[]>(FAULTS);
      console.log(`${scene.name}, ${look}: ${faults.length === 0 ? 'nothing' : faults.join('; ')}`);
      if (look === 'light') console.log(`  ${await walk(page)}`);
      await context.close();
    }
  }
} finally {
  await stage.close();
}

async function walk(page: Page): Promise<string> {
  const stops: string[] = [];
  await page.evaluate('document.activeElement?.blur()');
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<string | null>(FOCUS);
    if (stop === null || (stops.length > 3 && stop === stops[0])) break;
    stops.push(stop);
  }
  return `${stops.length} stops: ${stops.join(' → ')}`;
}
