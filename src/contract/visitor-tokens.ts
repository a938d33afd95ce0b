// Tokens that a site's own sign-in gives its visitors: whose they are, and whether a project asks for them.

/**
 * `key`: the write key lets in, tokens are not looked at. `both`: so it does, and a token that comes along must be good.
 * `jwt`: a good token is needed beside the write key. A good token's `sub` is the visitor's user id.
 */
export const TOKEN_MODES = ['key', 'both', 'jwt'] as const;
export type TokenMode = (typeof TOKEN_MODES)[number];

/** Signatures that are checked; no other algorithm is. */
export const TOKEN_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;

export type VisitorTokens = {
  mode: TokenMode;
  /** What `iss` and `aud` have to be. */
  issuer: string;
  audience: string;
  /** Address of the issuer's public keys (JWKS), or the key set itself as JSON. */
  jwks: string;
};

export const NO_VISITOR_TOKENS: VisitorTokens = { mode: 'key', issuer: '', audience: '', jwks: '' };

/** What is stored, or no tokens where that is not whole. */
export function readVisitorTokens(stored: unknown): VisitorTokens {
  const { mode, issuer, audience, jwks } = (stored ?? {}) as { [name: string]: unknown };
  const known = TOKEN_MODES.find((one) => one === mode);
  const isWhole = typeof issuer === 'string' && typeof audience === 'string' && typeof jwks === 'string';
  return known && isWhole ? { mode: known, issuer, audience, jwks } : NO_VISITOR_TOKENS;
}
