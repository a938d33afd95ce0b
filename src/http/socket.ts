// What heat does with a WebSocket: each carries its own handlers, and the limits are the same for all.

import type { ServerWebSocket, WebSocketHandler } from 'bun';
import { LIMITS } from '../contract/limits.ts';

export type Socket = {
  opened: (ws: ServerWebSocket<Socket>) => void;
  /** The reader answered a ping. */
  answered: () => void;
  closed: () => void;
};

/** Readers have nothing to say; a message above the limit ends the connection. */
export const SOCKETS: WebSocketHandler<Socket> = {
  maxPayloadLength: LIMITS.liveMessageBytes,
  // Pings are sent by live-connections.ts, which must know of the answers.
  sendPings: false,
  idleTimeout: LIMITS.idleTimeoutSeconds,
  perMessageDeflate: false,
  open: (ws) => ws.data.opened(ws),
  message: () => {},
  pong: (ws) => ws.data.answered(),
  close: (ws) => ws.data.closed(),
};
