// A live connection as WebSocket: texts of JSON, {type, data} and for events the id to go on after.

import type { ServerWebSocket } from 'bun';
import { LIMITS } from '../contract/limits.ts';
import { LIVE_ENDS, type LiveEnd } from '../contract/live.ts';
import type { LiveMessage } from '../reports/live.ts';
import type { Socket } from './socket.ts';

export type LiveSocket = {
  socket: Socket;
  send: (message: LiveMessage) => void;
  end: (reason: LiveEnd) => void;
  beat: (nowMs: number) => void;
};

/** Those who get the same message share its text. */
const TEXTS = new WeakMap<LiveMessage, string>();

/** @param onClosed called once, however it ends. */
export function createLiveSocket(nowMs: () => number, onClosed: () => void): LiveSocket {
  let ws: ServerWebSocket<Socket> | null = null;
  let isEnded = false;
  let heardMs = nowMs();
  /** What came before the connection stood. */
  const early: LiveMessage[] = [];

  const end = (reason: LiveEnd) => {
    if (isEnded) return;
    isEnded = true;
    // A reader that takes nothing does not take a farewell either.
    if (reason === 'slow_reader' && ws !== null && ws.getBufferedAmount() > 0) ws.terminate();
    else ws?.close(LIVE_ENDS[reason], reason);
    onClosed();
  };
  const send = (message: LiveMessage) => {
    if (isEnded) return;
    if (message.type === 'end') return end(message.reason);
    if (ws === null) return void early.push(message);
    ws.send(textOf(message));
    if (ws.getBufferedAmount() > LIMITS.liveBacklogBytes) end('slow_reader');
  };

  return {
    socket: {
      opened(opened) {
        ws = opened;
        if (isEnded) return opened.close(LIVE_ENDS.stopping, 'stopping');
        for (const message of early.splice(0)) send(message);
      },
      answered() {
        heardMs = nowMs();
      },
      closed() {
        if (isEnded) return;
        isEnded = true;
        onClosed();
      },
    },
    send,
    end,
    beat(atMs) {
      if (atMs - heardMs >= LIMITS.liveSilenceMs) end('slow_reader');
      else ws?.ping();
    },
  };
}

function textOf(message: LiveMessage): string {
  const known = TEXTS.get(message);
  if (known !== undefined) return known;
  const id = message.type === 'events' ? `,"lastId":"${message.lastId}"` : '';
  const text = `{"type":"${message.type}","data":${message.json}${id}}`;
  TEXTS.set(message, text);
  return text;
}
