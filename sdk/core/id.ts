// Random ids for sessions, visitors and page loads.

/** 20 characters of [0-9a-z], about 100 random bits. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => (byte % 36).toString(36)).join('');
}
