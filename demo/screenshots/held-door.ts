// A door in front of heat that keeps the answers of reports back, or answers with a fault in their place: so that a page
// can be seen while it waits and when it failed. The page itself is left alone.

export type DoorMood = 'open' | 'held' | 'broken';
export type Door = { url: string; mood: DoorMood; stop: () => Promise<void> };

/** What a project is asked; who is signed in and which projects there are goes through in any mood. */
const REPORT = /^\/api\/v1\/projects\/[^/]+\/.+/;
const FAULT = {
  error: 'internal',
  message: 'heat met a fault of its own; it is in the log under the request',
  requestId: '0193f1c2-5e0a-7c3b-9d41-2f6a7b8c9d0e',
};

export function openDoor(heatUrl: string): Door {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (REPORT.test(pathname) && door.mood === 'held') return new Promise<never>(() => {});
      if (REPORT.test(pathname) && door.mood === 'broken') return Response.json(FAULT, { status: 500 });
      const { method, headers, body } = request;
      // What is packed stays packed: its header goes with it.
      const passed = { method, headers, body, redirect: 'manual', decompress: false } as const;
      return fetch(`${heatUrl}${pathname}${search}`, passed);
    },
  });
  const door: Door = {
    url: `http://127.0.0.1:${server.port}`,
    mood: 'open',
    stop: () => server.stop(true),
  };
  return door;
}
