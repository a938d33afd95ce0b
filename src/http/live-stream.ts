// A live connection as server-sent events. There is no answer from the reader, so what it does not take tells that it is
// slow: bytes that wait in our own queue, for too long or too many.

import { LIMITS } from '../contract/limits.ts';
import type { LiveEnd } from '../contract/live.ts';
import type { LiveMessage } from '../reports/live.ts';

export type LiveStream = {
  body: ReadableStream<Uint8Array>;
  send: (message: LiveMessage) => void;
  end: (reason: LiveEnd) => void;
  beat: (nowMs: number) => void;
};

const ENCODER = new TextEncoder();
const BEAT = ENCODER.encode(':\n\n');
/** Those who get the same message share its bytes. */
const ENCODED = new WeakMap<LiveMessage, Uint8Array>();

/** @param onClosed called once, however it ends. */
export function createLiveStream(onClosed: () => void): LiveStream {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** Since when something waits in the queue. */
  let waitsSinceMs: number | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stream = controller;
      },
      pull() {
        waitsSinceMs = null;
      },
      cancel() {
        stream = null;
        onClosed();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: LIMITS.liveBacklogBytes }),
  );

  const cut = () => {
    const cutOff = stream;
    stream = null;
    cutOff?.error(new Error('The reader did not keep up'));
    onClosed();
  };
  const put = (bytes: Uint8Array) => {
    if (stream === null) return;
    if ((stream.desiredSize ?? 0) < bytes.length) cut();
    else stream.enqueue(bytes);
  };

  return {
    body,
    send: (message) => {
      if (message.type === 'end') end(message.reason);
      else put(encode(message));
    },
    end,
    beat(nowMs) {
      if (stream === null) return;
      const isWaiting = (stream.desiredSize ?? 0) < LIMITS.liveBacklogBytes;
      waitsSinceMs = isWaiting ? (waitsSinceMs ?? nowMs) : null;
      if (waitsSinceMs !== null && nowMs - waitsSinceMs >= LIMITS.liveSilenceMs) cut();
      else put(BEAT);
    },
  };

  function end(reason: LiveEnd): void {
    if (stream === null) return;
    if (reason === 'slow_reader') {
      cut();
      return;
    }
    const ended = stream;
    stream = null;
    ended.enqueue(ENCODER.encode(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`));
    ended.close();
    onClosed();
  }
}

function encode(message: LiveMessage): Uint8Array {
  const known = ENCODED.get(message);
  if (known) return known;
  const id = message.type === 'events' ? `id: ${message.lastId}\n` : '';
  const bytes = ENCODER.encode(`${id}event: ${message.type}\ndata: ${message.json}\n\n`);
  ENCODED.set(message, bytes);
  return bytes;
}
