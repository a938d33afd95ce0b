import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readWebhookUrl, type Sent, sendWebhook, signatureOf } from './webhook.ts';

type Received = { path: string; headers: Headers; body: string };
const received: Received[] = [];
let server: ReturnType<typeof Bun.serve>;
let allowedHosts: string[];

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url);
      received.push({ path: pathname, headers: request.headers, body: await request.text() });
      if (pathname === '/slow') await new Promise(() => {});
      if (pathname === '/endless')
        return new Response(new ReadableStream({ pull: (to) => to.enqueue('x'.repeat(65_536)) }));
      if (pathname === '/away') return Response.redirect(`http://127.0.0.1:${server.port}/there`);
      return new Response('', { status: pathname === '/broken' ? 500 : 200 });
    },
  });
  allowedHosts = [`127.0.0.1:${server.port}`, 'hooks.example'];
});
afterAll(() => server.stop(true));

const send = (url: string, rules: object = {}): Promise<Sent> =>
  sendWebhook(
    { url, secret: 's3cret' },
    { id: 'd1', body: '{"a":"ä"}', nowMs: 1_700_000_000_900 },
    { allowedHosts, timeoutMs: 20_000, ...rules },
  );
const local = (path: string) => `http://127.0.0.1:${server.port}${path}`;

describe('sendWebhook()', () => {
  test('posts JSON that its receiver can check', async () => {
    expect(await send(local('/good?x=1'))).toEqual({ delivered: true, outcome: 'answered 200' });
    const { headers, body } = received.at(-1) as Received;
    expect(body).toBe('{"a":"ä"}');
    expect(headers.get('content-type')).toBe('application/json');
    const [id, seconds] = [headers.get('heat-id'), Number(headers.get('heat-timestamp'))];
    expect([id, seconds]).toEqual(['d1', 1_700_000_000]);
    const wanted = signatureOf('s3cret', { id: 'd1', seconds, body });
    expect(headers.get('heat-signature')).toBe(wanted);
    expect(wanted).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(signatureOf('other', { id: 'd1', seconds, body })).not.toBe(wanted);
  });

  test('follows no redirect, takes no failure for success and reads no endless answer', async () => {
    expect(await send(local('/away'))).toEqual({
      delivered: false,
      outcome: 'answered 302, a redirect is not followed',
    });
    expect(received.map(({ path }) => path)).not.toContain('/there');
    expect(await send(local('/broken'))).toEqual({ delivered: false, outcome: 'answered 500' });
    expect((await send(local('/endless'))).delivered).toBe(true);
  });

  test('gives up after its time, also on names that do not resolve', async () => {
    const slow = await send(local('/slow'), { timeoutMs: 50 });
    expect(slow).toEqual({ delivered: false, outcome: 'not sent: it took too long' });
    const unnamed = await send('https://never.example/', {
      timeoutMs: 50,
      resolve: () => new Promise(() => {}),
    });
    expect(unnamed).toEqual({ delivered: false, outcome: 'not sent: it took too long' });
    expect((await send('http://127.0.0.1:1/', { allowedHosts: ['127.0.0.1'] })).outcome).toContain(
      'not reached',
    );
  });

  test('refuses names that point into a private network, even among public addresses, as unknown ones', async () => {
    const refused = { delivered: false, outcome: 'not sent: its host is not known on the open internet' };
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::1'], ['::ffff:169.254.169.254']]) {
      const sent = await send('https://inner.example/', { resolve: async () => addresses });
      expect(sent).toEqual(refused);
    }
    const unknown = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND none.example'), { code: 'ENOTFOUND' });
    };
    expect(await send('https://none.example/', { resolve: unknown })).toEqual(refused);
    expect(await send('https://none.example/', { resolve: async () => [] })).toEqual(refused);
  });

  test('calls the very address that was checked', async () => {
    const before = received.length;
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return ['127.0.0.1'];
    };
    const sent = await send(`http://hooks.example:${server.port}/pinned`, { resolve });
    expect([sent.delivered, asked, received.length - before]).toEqual([true, 1, 1]);
    expect(received.at(-1)?.headers.get('host')).toBe(`hooks.example:${server.port}`);
  });
});

describe('readWebhookUrl()', () => {
  test.each([
    'https://hooks.example.com/a?b=c',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
    'http://intern:8080/hook',
    'http://10.0.0.9/hook',
  ])('takes %s', (url) => {
    expect(readWebhookUrl(url, { allowedHosts: ['intern:8080', '10.0.0.9'] }).href).toContain('/');
  });

  test.each([
    ...['', 'hooks.example', 'ftp://hooks.example/', 'javascript:alert(1)', 'file:///etc/passwd'],
    ...['http://hooks.example/', 'http://intern:8081/', 'https://name:secret@hooks.example/'],
    ...['https://localhost/', 'https://a.localhost./', 'https://127.0.0.1/', 'https://127.1/'],
    ...['https://0x7f000001/', 'https://2130706433/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/'],
    ...['https://169.254.169.254/latest/meta-data', `https://hooks.example/${'x'.repeat(1000)}`],
  ])('refuses %s', (url) => {
    expect(() => readWebhookUrl(url, { allowedHosts: ['intern:8080'] })).toThrow('Cannot use this webhook');
  });
});
