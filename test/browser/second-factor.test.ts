// The second factor and the list of sign-ins, in a real Chromium against the built executable. The codes come from an
// own reading of RFC 6238, as a phone's app would compute them.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { authenticatorCode } from '../support/authenticator.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { openVisitor } from '../support/visitor.ts';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse battery';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;

beforeAll(async () => {
  heat = await makeHeatFolder();
  const made = await heat.run(['user', 'add', EMAIL, '--password-stdin'], { stdin: PASSWORD });
  expect(made.code).toBe(0);
  [serving, browser] = await Promise.all([heat.serve([]), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

async function openSignIn(size = { width: 1280, height: 900 }): Promise<Page> {
  const page = await (await openVisitor(browser, size)).newPage();
  await page.goto(`${serving.url}/sign-in`);
  await enterPassword(page);
  return page;
}

async function enterPassword(page: Page): Promise<void> {
  await page.locator('#email').fill(EMAIL);
  await page.locator('#password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const signedIn = (page: Page) => page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

test('a second factor is set up, asked for, stood in for by a recovery code, and its sign-ins ended', async () => {
  const own = await openSignIn();
  await signedIn(own);
  await own.goto(`${serving.url}/account`);
  const section = own.locator('heat-second-factor');
  await section.locator('#password').fill(PASSWORD);
  await section.getByRole('button', { name: 'Set up' }).click();
  await section.getByRole('img', { name: 'QR code' }).waitFor();
  const shown = await section.locator('heat-code').getAttribute('text');
  const secret = (shown ?? '').replaceAll(' ', '');
  await section.locator('#code').fill('12');
  await section.getByRole('button', { name: 'Switch on' }).click();
  await section.getByText('the code is wrong').waitFor();
  // Three steps count, and each once: one for this, one for the sign-in below.
  await section.locator('#code').fill(authenticatorCode(secret, Date.now() - 20_000));
  await section.getByRole('button', { name: 'Switch on' }).click();
  await section.getByText('Keep these recovery codes now').waitFor();
  const codes = (await section.locator('heat-code').getAttribute('text'))?.split('\n') ?? [];
  expect(codes).toHaveLength(10);
  await section.getByRole('button', { name: 'I have kept them' }).click();
  await section.getByText('10 recovery codes are left').waitFor();

  const phone = await openSignIn({ width: 390, height: 844 });
  await phone.getByRole('heading', { name: 'Enter your code' }).waitFor();
  expect(await phone.context().cookies()).toEqual([]);
  await enterCode(phone, '12345');
  await phone.getByRole('alert').waitFor();
  await enterCode(phone, authenticatorCode(secret, Date.now() + 20_000));
  await signedIn(phone);

  const other = await openSignIn();
  await other.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await enterCode(other, (codes[3] ?? '').toUpperCase());
  await signedIn(other);

  await own.reload();
  await own.getByText('9 recovery codes are left').waitFor();
  const list = own.locator('heat-sign-ins');
  await eventually(async () => (await list.locator('li').count()) === 3);
  await list.getByRole('button', { name: 'End all others' }).click();
  await list.getByText('All others have ended').waitFor();
  await own.reload();
  await list.locator('li').first().waitFor();
  expect(await list.locator('li').count()).toBe(1);
  for (const page of [phone, other]) {
    await page.goto(`${serving.url}/account`);
    await page.waitForURL('**/sign-in**');
  }

  const reset = await heat.run(['user', 'reset-second-factor', EMAIL]);
  expect(reset.code).toBe(0);
  await enterPassword(phone);
  await signedIn(phone);
}, 90_000);
