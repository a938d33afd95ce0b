// A trap in every page of a browser context: tells of each script that ran, dialog, refusal of the page's policy,
// fault, and of each request to anybody but the dashboard's own server.

import type { BrowserContext } from 'playwright-core';

/** Runs before the page's own scripts; the policy does not bind it. */
const TRAP = `(() => {
  const tell = (what) => console.error('TRAPPED ' + what);
  globalThis.trapped = () => tell('script');
  for (const name of ['alert', 'prompt', 'confirm']) globalThis[name] = () => tell(name);
  addEventListener('securitypolicyviolation', (event) =>
    tell('policy ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
})()`;

/** Lays the trap; what it catches is added to the list, with the page's address. */
export async function layTrap(context: BrowserContext, own: string): Promise<string[]> {
  const caught: string[] = [];
  await context.addInitScript(TRAP);
  context.on('page', (page) => {
    const tell = (what: string) => caught.push(`${new URL(page.url(), own).pathname}: ${what.slice(0, 300)}`);
    page.on('dialog', (dialog) => {
      tell(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/TRAPPED|Content Security Policy|Trusted ?Type/i.test(message.text())) tell(message.text());
    });
    page.on('pageerror', (error) => tell(`fault ${String(error)}`));
    page.on('popup', (popup) => tell(`popup ${popup.url()}`));
    page.on('framenavigated', (frame) => tellForeign(frame.url(), 'went to'));
    page.on('request', (request) => tellForeign(request.url(), 'asked'));
    const tellForeign = (url: string, what: string) => {
      if (!url.startsWith(`${own}/`) && !/^(data:image|blob:|about:(blank|srcdoc)$)/.test(url))
        tell(`${what} ${url}`);
    };
  });
  return caught;
}
