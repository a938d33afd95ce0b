// Runs inside a demo page: what can be clicked there and where it stands, in the tracker's own words.

import { describeElement } from '../sdk/core/describe-element.ts';

function boxOf(element: Element): [number, number, number, number] {
  const box = element.getBoundingClientRect();
  return [
    Math.round(box.left + scrollX),
    Math.round(box.top + scrollY),
    Math.round(box.width),
    Math.round(box.height),
  ];
}

function describeAll(selector: string) {
  return Array.from(document.querySelectorAll<HTMLElement>(selector), (element) => ({
    descriptor: JSON.parse(JSON.stringify(describeElement(element, ':not(*)'))),
    box: boxOf(element),
  }));
}

(globalThis as unknown as { describePage: () => unknown }).describePage = () => ({
  path: location.pathname,
  title: document.title,
  viewW: innerWidth,
  viewH: innerHeight,
  docW: document.documentElement.scrollWidth,
  docH: document.documentElement.scrollHeight,
  elements: describeAll('a, button, input, select, #picture'),
  sections: describeAll('header, footer, section, article, nav'),
});
