// Members, in a real Chromium against the built executable: an owner invites, the link makes an account, and what that
// account sees is what its role allows.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';
import { openVisitor } from '../support/visitor.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '40', '--days', '3', '--no-traffic']);
}, 120_000);
afterAll(() => demo?.close());

test('an invited viewer makes an account by the link, looks, and can change nothing', async () => {
  const owner = await demo.open('settings');
  await owner.locator('heat-members #email').fill('vera@example.com');
  await owner.getByRole('button', { name: 'Invite' }).click();
  const link = await eventually(async () => {
    const text = await owner.locator('heat-members .link').textContent();
    return (
      /http:\S+\/invitation#[\w-]+/.exec(text ?? '')?.[0] ??
      ((await owner.locator('heat-members heat-code').getAttribute('text')) || null)
    );
  });

  const guest = await (await openVisitor(demo.browser, { width: 390, height: 844 })).newPage();
  await guest.goto(link);
  await guest.getByText('You are invited to look at').waitFor();
  expect(await guest.locator('#email').inputValue()).toBe('vera@example.com');
  await guest.locator('#password').fill('short');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.getByRole('alert').waitFor();
  await guest.locator('#password').fill('correct horse battery');
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.waitForURL('**/p/kettle-leaf-demo/overview**');
  await guest.goto(`${demo.serving.url}/p/kettle-leaf-demo/settings`);
  await guest.getByText('You may look').waitFor();
  expect(await guest.locator('heat-api-keys').count()).toBe(0);
  await guest.goto(`${demo.serving.url}/p/kettle-leaf-demo/funnels`);
  await guest.locator('heat-funnel').waitFor();
  expect(await guest.getByRole('button', { name: 'New funnel' }).count()).toBe(0);

  await guest.goto('about:blank');
  await guest.goto(link);
  await guest.getByText('This invitation does not work').waitFor();
  await owner.reload();
  await owner.getByLabel('Role of vera@example.com').waitFor();
  await owner.getByLabel('Remove vera@example.com').click();
  await owner.getByText('Nobody but the owners').waitFor();
  await guest.goto(`${demo.serving.url}/p/kettle-leaf-demo/overview`);
  await guest.getByText('There is no project').waitFor();
}, 90_000);
