import { expect, test } from 'bun:test';
import type { ElementDescriptor } from '../contract/element.ts';
import { elementLabel } from './element-label.ts';

test('elementLabel() names an element by the best that is known of it', () => {
  const cases: [ElementDescriptor, string][] = [
    [{ tag: 'button', id: 'buy', ref: 'cta', path: 'main>button' }, 'button#buy'],
    [{ tag: 'button', ref: 'cta', type: 'submit' }, 'button[cta]'],
    [{ tag: 'a', href: '/pricing', text: 12, classes: ['btn'] }, 'a → /pricing'],
    [{ tag: 'input', name: 'email', type: 'email' }, 'input[name=email]'],
    [{ tag: 'input', type: 'checkbox' }, 'input[type=checkbox]'],
    [{ tag: 'div', classes: ['card', 'wide'], path: 'main>div:2' }, 'div.card'],
    [{ tag: 'div', role: 'tab' }, 'div[role=tab]'],
    [{ tag: 'li', path: 'main>section:2>ul>li:3' }, 'ul > li:3'],
    [{ tag: 'li', path: 'main>ul' }, 'li in ul'],
    [{ tag: 'h1', path: 'h1' }, 'h1'],
    [{ tag: 'p', selector: '#root > p:nth-child(3)' }, '#root > p:nth-child(3)'],
    [{ tag: 'p', landmark: 'footer' }, 'p in footer'],
    [{ tag: 'main', landmark: 'main' }, 'main'],
    [{ tag: 'div', id: '', path: '' }, 'div'],
  ];
  for (const [descriptor, label] of cases) expect(elementLabel(descriptor)).toBe(label);
});
