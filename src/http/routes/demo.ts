// The demo site: ordinary pages that track themselves, always served, as `heat demo` shows them.

import { HeatError } from '../../lib/errors.ts';
import { pathOf } from '../address.ts';
import { DEMO_PAGE } from '../content-policy.ts';
import { type Call, route } from '../route.ts';

const declared = {
  method: 'GET',
  access: 'public',
  tag: 'Demo',
  answerTypes: ['text/html'],
  handle: answerDemo,
} as const;

export const demoRoutes = [
  route({ ...declared, path: '/demo', summary: 'Leads to the demo site' }),
  route({ ...declared, path: '/demo/*', summary: 'Pages and files of the demo site' }),
];

async function answerDemo({ request, server }: Call): Promise<Response> {
  const path = pathOf(request.url);
  if (path === '/demo') return new Response(null, { status: 308, headers: { location: '/demo/' } });
  const file = await server.demoSite(path.endsWith('/') ? `${path}index.html` : path);
  if (!file) throw new HeatError({ kind: 'not_found', message: 'There is nothing at this address' });
  return new Response(file.bytes, {
    headers: { ...DEMO_PAGE, 'content-type': file.type, 'cache-control': 'no-cache' },
  });
}
