// Serves pages that a test writes itself, each with whatever it puts into them.

export type Pages = { origin: string; stop: () => Promise<void> };

/** `render` answers the html of a path (with its query), or a whole response. */
export function servePages(
  render: (path: string, request: Request) => string | Response | Promise<string | Response>,
): Pages {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (pathname === '/favicon.ico') return new Response(null, { status: 404 });
      const page = await render(pathname + search, request);
      if (typeof page !== 'string') return page;
      return new Response(`<!doctype html>${page}`, {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    },
  });
  return { origin: `http://localhost:${server.port}`, stop: () => server.stop(true) };
}
