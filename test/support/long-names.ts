// Sessions whose every name is as long as it may be, or in another script: what pages of the dashboard have to hold.

import { HEADERS } from './browser-headers.ts';

const long = (what: string, chars: number): string =>
  what.repeat(Math.ceil(chars / what.length)).slice(0, chars);
const USERS = [long('user-', 200), 'محمد.عبد.الله@مثال.إختبار', null];

/** Sends three sessions of the last minutes to the project of the write key. Rejects when one is not taken. */
export async function sendLongNames(serverUrl: string, key: string): Promise<void> {
  const nowMs = Date.now();
  for (const [n, user] of USERS.entries()) {
    const answer = await fetch(`${serverUrl}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...HEADERS },
      body: JSON.stringify(batch({ n, key, user, t0: nowMs - 300_000 * (n + 1), sentAt: nowMs })),
    });
    const said = (await answer.json()) as { rejected?: unknown[] };
    if (!answer.ok || said.rejected?.length !== 0) throw new Error(JSON.stringify(said));
  }
}

type Given = { n: number; key: string; user: string | null; t0: number; sentAt: number };

function batch({ n, key, user, t0, sentAt }: Given) {
  const click = (i: number, p: number) => ({
    ...{ i, t: i * 900, p, e: p, type: 'click', x: 90 + i, y: 200, r: [9, 9], doc: [1440, 3000] },
    ...{ rage: true, dead: true },
  });
  const props = { [long('property_', 50)]: long('value ', 200), مفتاح: 'قيمة', huge: 1e15 };
  return {
    ...{ v: 1, key, sdk: { name: 't', version: '1' }, sentAt, t0, ids: `long-${n}-` },
    ...{ visitorId: `long-${n}`, session: { id: `long-${n}`, startedAt: t0, lastSeenAt: t0 } },
    ...(user === null ? {} : { user: { id: user, traits: { plan: long('enterprise ', 100) } } }),
    app: { name: long('application', 60), version: long('1.2.', 40), env: 'prod' },
    pages: [
      { url: `https://shop.example/${long('one-segment-', 200)}`, title: long('A long title ', 200) },
      { url: 'https://shop.example/صفحة-المنتج-الطويلة-جدا/🫖', title: 'صفحة المنتج: أفضل شاي' },
      { url: `https://${long('host-', 60)}.shop.example/${long('a/', 100)}?q=${long('b', 90)}`, title: '' },
    ].map((page) => ({ ...page, referrer: `https://${long('referrer-', 60)}.example/` })),
    views: [[1440, 900, 1]],
    elements: [
      { tag: 'button', id: long('button-with-a-long-id-', 80) },
      { tag: 'a', name: 'زر الشراء', href: `/${long('abc', 90)}`, role: 'link' },
      { tag: 'div', testId: long('cart ', 60) },
    ],
    events: [0, 1, 2].flatMap((p) => [
      { i: 4 * p, t: 3600 * p, p, type: 'pageview' },
      ...[1, 2].map((more) => click(4 * p + more, p)),
      {
        i: 4 * p + 3,
        t: 3600 * p + 3000,
        p,
        type: 'custom',
        name: long('event_name_', 120),
        value: 1e12,
        props,
      },
    ]),
  };
}
