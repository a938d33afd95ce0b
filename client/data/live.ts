// The live connection of a project: a WebSocket that comes back by itself and goes on where it was. Knows no element.

import { LIVE_ENDS, type LiveEvent, type LiveMessageType, type LiveState } from '../../src/contract/live.ts';
import { apiUrl } from './api.ts';

/** `waiting`: no connection, another try follows. `refused`: this credential may not (any more). */
export type LiveStatus = 'connecting' | 'open' | 'waiting' | 'refused';
export type LiveListener = {
  onState: (state: LiveState) => void;
  onEvents: (events: LiveEvent[]) => void;
  onStatus: (status: LiveStatus) => void;
};

type Message = { type: LiveMessageType; data: unknown; lastId?: string };

/** First and longest wait before another try, ms. */
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 15_000;

/**
 * Listens until the returned function is called. Every event of the project comes once, over reconnections too, after
 * `recent` ones of before, which come ahead of the first state.
 */
export function openLive(projectId: string, recent: number, listener: LiveListener): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId: string | null = null;
  let waitMs = RETRY_MS;
  let isClosed = false;

  const connect = () => {
    const url = new URL(apiUrl(`/projects/${encodeURIComponent(projectId)}/live`), location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    if (lastId === null) url.searchParams.set('recent', String(recent));
    else url.searchParams.set('after', lastId);
    listener.onStatus('connecting');
    socket = new WebSocket(url);
    socket.onopen = () => {
      waitMs = RETRY_MS;
      listener.onStatus('open');
    };
    socket.onmessage = ({ data }) => receive(JSON.parse(String(data)) as Message);
    socket.onclose = ({ code }) => {
      if (isClosed) return;
      if (code === LIVE_ENDS.access_ended) {
        listener.onStatus('refused');
        return;
      }
      listener.onStatus('waiting');
      timer = setTimeout(connect, waitMs);
      waitMs = Math.min(waitMs * 2, RETRY_MAX_MS);
    };
  };

  const receive = ({ type, data, lastId: id }: Message) => {
    if (id !== undefined) lastId = id;
    if (type === 'state') listener.onState(data as LiveState);
    if (type === 'events') listener.onEvents(data as LiveEvent[]);
  };

  connect();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    socket?.close();
  };
}
