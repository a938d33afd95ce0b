// Random ids for sessions, visitors and page loads.

/** Up to 30 digits, 96 random bits. */
export const randomId = (): string => crypto.getRandomValues(new Uint32Array(3)).join('');
