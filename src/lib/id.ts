// Random names. All from the system's generator; lengths are chosen for their use.

/** `count` random characters of [0-9a-z] without look-alikes; 5 bits each. */
export function randomCode(count: number): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  let code = '';
  for (const byte of bytes) code += alphabet[byte & 31];
  return code;
}

/** 32 random bytes as base64url, for secrets. */
export function randomSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
}

/** Time-ordered id for requests and rows. */
export function uuid(): string {
  return Bun.randomUUIDv7();
}
