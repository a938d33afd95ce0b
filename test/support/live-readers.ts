// Readers of live connections: one for server-sent events, one for WebSocket, with the same way to wait for a message.

export type LiveRead = { type: string; id: string; data: unknown };
export type LiveReader<Ended> = {
  /** The next message of that type; others that came before it are passed over. */
  next: (type: string) => Promise<LiveRead>;
  close: () => Promise<void>;
  closed: Promise<Ended>;
};

/** Opens a stream and throws unless it answers 200. */
export async function openStreamReader(
  url: string,
  options: { headers?: Record<string, string> },
): Promise<LiveReader<void>> {
  const stop = new AbortController();
  const answer = await fetch(url, { ...options, signal: stop.signal });
  if (answer.status !== 200 || !answer.body) throw new Error(`live answered ${answer.status}`);
  const inbox = createInbox();
  const closed = read(answer.body, inbox.put).catch(() => {});
  return {
    next: inbox.next,
    closed,
    async close() {
      stop.abort();
      await closed;
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, put: (message: LiveRead) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.split(': ', 1)[0] ?? '', line] as const));
      const fieldOf = (name: string) => fields.get(name)?.slice(name.length + 2) ?? '';
      if (fields.has('event')) {
        put({ type: fieldOf('event'), id: fieldOf('id'), data: JSON.parse(fieldOf('data')) });
      }
    }
  }
}

/** Opens a WebSocket; its messages are {type, data, lastId?}. */
export async function openSocketReader(
  url: string,
  headers: Record<string, string> = {},
): Promise<LiveReader<{ code: number; reason: string }> & { say: (text: string) => void }> {
  const inbox = createInbox();
  const ws = new WebSocket(url, { headers } as unknown as string[]);
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  ws.onopen = () => opened.resolve();
  ws.onerror = () => opened.reject(new Error('the WebSocket was refused'));
  ws.onclose = ({ code, reason }) => closed.resolve({ code, reason });
  ws.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; data: unknown; lastId?: string };
    inbox.put({ type: message.type, id: message.lastId ?? '', data: message.data });
  };
  await opened.promise;
  return {
    next: inbox.next,
    closed: closed.promise,
    say: (text) => ws.send(text),
    async close() {
      ws.close();
      await closed.promise;
    },
  };
}

function createInbox() {
  const waiting: LiveRead[] = [];
  let wake: (() => void) | null = null;
  return {
    put(message: LiveRead) {
      waiting.push(message);
      wake?.();
    },
    async next(type: string): Promise<LiveRead> {
      for (;;) {
        const message = waiting.shift();
        if (message?.type === type) return message;
        if (message) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
