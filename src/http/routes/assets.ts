// Everything else: built files by their exact path, the dashboard's page for its own addresses, and the refusals for
// addresses and methods that heat does not know.

import { HeatError } from '../../lib/errors.ts';
import { pathOf } from '../address.ts';
import { answerAsset } from '../asset-answer.ts';
import { methodNotAllowed } from '../problem.ts';
import { type Call, route } from '../route.ts';

/** Addresses that are never a page of the dashboard, so that a wrong one is a 404 and not a page. */
const NEVER_A_PAGE = /^\/(api|v\d+|assets|demo|ingest|health|metrics|openapi)(\/|$)/;

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>heat</title>
<h1>The dashboard is not built</h1><p>heat collects and answers its API, but the folder <code>public/</code> is missing.
Run <code>bun build.ts --assets</code> in the repository and start heat again.</p></html>`;

export const assetRoutes = [
  route({
    method: 'GET',
    path: '/*',
    access: 'public',
    isLimited: false,
    tag: 'Dashboard',
    summary: 'Built files and the dashboard',
    answerTypes: ['text/html'],
    handle: answerPath,
  }),
];

function answerPath({ request, server }: Call): Response {
  const pathname = pathOf(request.url);
  const asset = server.assets.get(pathname);
  if (asset) return answerAsset(asset, request);
  if (server.assets.has(`${pathname}/`)) {
    return new Response(null, { status: 308, headers: { location: `${pathname}/` } });
  }
  refuseUnlessPage(pathname, request, server.allowedMethods(pathname));
  const shell = server.assets.get('/index.html');
  return shell ? answerAsset(shell, request) : notBuilt();
}

function refuseUnlessPage(pathname: string, request: Request, allowed: readonly string[]): void {
  if (allowed.length > 0) throw methodNotAllowed(allowed);
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false;
  if (wantsPage && !NEVER_A_PAGE.test(pathname)) return;
  throw new HeatError({ kind: 'not_found', message: 'There is nothing at this address' });
}

function notBuilt(): Response {
  return new Response(NOT_BUILT, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
