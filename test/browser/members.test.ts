// Who may look, in a real Chromium against the built executable: an owner invites, the link makes an account, and what
// that account sees is what its role allows; a forgotten password is set anew by an owner's link; a share link shows its
// one view to whoever has it, until it is ended; and an API key is replaced.

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

test('a shared view is opened with its password, leads nowhere else, and ends where it is ended', async () => {
  const owner = await demo.open('overview');
  await owner.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = owner.locator('heat-share-dialog');
  await dialog.locator('#name').fill('For the board');
  await dialog.locator('#password').fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = (await dialog.locator('heat-code pre').textContent()) ?? '';
  expect(link).toMatch(/^http:\S+\/shared#[\w-]{43}$/);

  const context = await openVisitor(demo.browser, { width: 390, height: 844 });
  const stranger = await context.newPage();
  const asked: string[] = [];
  stranger.on('request', (request) => asked.push(request.url()));
  await stranger.goto(link);
  await stranger.locator('#password').fill('a wrong password');
  await stranger.getByRole('button', { name: 'Show' }).click();
  await stranger.getByText('That is not the password').waitFor();
  await stranger.locator('#password').fill('correct horse battery');
  await stranger.getByRole('button', { name: 'Show' }).click();
  await stranger.getByRole('heading', { name: 'For the board' }).waitFor();
  await stranger.locator('heat-series-chart').waitFor();
  expect(await stranger.locator('a[href]').count()).toBe(0);
  const token = link.split('#')[1] ?? '';
  expect(asked.filter((url) => url.includes(token) && !url.endsWith(`/shared#${token}`))).toEqual([]);
  expect(await context.cookies()).toEqual([]);

  await owner.goto(`${demo.serving.url}/p/kettle-leaf-demo/settings`);
  await owner.getByRole('button', { name: 'End: For the board' }).click();
  await owner.getByText('shows nothing any more').waitFor();
  await stranger.reload();
  await stranger.getByText('This link shows nothing').waitFor();
  expect(demo.serving.stdout() + demo.serving.stderr()).not.toContain(token);
  await context.close();
}, 90_000);

test('a forgotten password is set anew by a link that the owner makes with his own', async () => {
  const mine = 'the owner has a password';
  const { run } = demo.heat;
  const how = ['--data', 'heat-demo', '--password-stdin'];
  const add = await run(['user', 'add', 'otto@example.com', ...how], { stdin: `${mine}\n` });
  const bob = await run(['user', 'add', 'bob@example.com', ...how], {
    stdin: 'forgotten for long\n',
  });
  expect([add.code, bob.code]).toEqual([0, 0]);
  const context = await openVisitor(demo.browser, { width: 1280, height: 900 });
  const owner = await context.newPage();
  await owner.goto(`${demo.serving.url}/sign-in`);
  await owner.locator('#email').fill('otto@example.com');
  await owner.locator('#password').fill(mine);
  await owner.getByRole('button', { name: 'Sign in' }).click();
  await owner.waitForURL('**/overview**');
  await owner.goto(`${demo.serving.url}/account`);
  const users = owner.locator('heat-users');
  expect(await users.getByLabel('New password for otto@example.com').count()).toBe(0);
  await users.getByLabel('New password for bob@example.com').click();
  await users.getByLabel('Your own password').fill('a wrong password');
  await users.getByRole('button', { name: 'Make the link' }).click();
  await users.getByText('your current password is another one').waitFor();
  await users.getByLabel('Your own password').fill(mine);
  await users.getByRole('button', { name: 'Make the link' }).click();
  const link = (await users.locator('heat-code pre').textContent()) ?? '';
  expect(link).toMatch(/^http:\S+\/password#[\w-]{43}$/);

  const guest = await (await openVisitor(demo.browser, { width: 390, height: 844 })).newPage();
  await guest.goto(link);
  await guest.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  expect(await guest.locator('#email').inputValue()).toBe('bob@example.com');
  await guest.locator('#password').fill('short');
  await guest.getByRole('button', { name: 'Set password' }).click();
  await guest.getByRole('alert').waitFor();
  await guest.locator('#password').fill('remembered from now on');
  await guest.getByRole('button', { name: 'Set password' }).click();
  await guest.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await guest.getByRole('link', { name: 'Sign in' }).click();
  await guest.locator('#email').fill('bob@example.com');
  await guest.locator('#password').fill('remembered from now on');
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await guest.waitForURL('**/overview**');
  await guest.goto('about:blank');
  await guest.goto(link);
  await guest.getByRole('heading', { name: 'This link does not work' }).waitFor();
  expect(demo.serving.stdout() + demo.serving.stderr()).not.toContain(link.split('#')[1] ?? '?');
  await context.close();
}, 90_000);

test('an API key is replaced by one with the same rights, and ends when it was said to', async () => {
  const added = await demo.heat.run(['key', 'add', '--name', 'Report', '--data', 'heat-demo', '--json']);
  const { secret } = JSON.parse(added.stdout) as { secret: string };
  const asks = async (bearer: string) =>
    (
      await fetch(`${demo.serving.url}/api/v1/projects/current`, {
        headers: { authorization: `Bearer ${bearer}` },
      })
    ).status;
  const owner = await demo.open('settings');
  const keys = owner.locator('heat-api-keys');
  const replace = async (ends: string) => {
    await keys.getByRole('button', { name: 'Replace Report' }).first().click();
    await keys.getByLabel('The old key').selectOption({ label: ends });
    await keys.getByRole('button', { name: 'Replace key' }).click();
  };
  const shown = (not: string) =>
    eventually(async () => {
      const text = (await keys.locator('.secret heat-code').getAttribute('text')) ?? '';
      return text !== '' && text !== not && text;
    });
  await replace('Works for another day');
  const second = await shown('');
  expect([await asks(secret), await asks(second)]).toEqual([200, 200]);
  await demo.heat.run(['key', 'revoke', secret.split('_')[2] ?? '', '--data', 'heat-demo']);
  await owner.reload();
  await replace('Ends at once');
  const third = await shown(second);
  expect([await asks(second), await asks(third)]).toEqual([401, 200]);
  await owner.close();
}, 60_000);
