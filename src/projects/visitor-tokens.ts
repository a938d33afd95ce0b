// What an owner may set for the tokens of his own sign-in. Pure: no address is asked here.

import { LIMITS } from '../contract/limits.ts';
import { TOKEN_ALGORITHMS, TOKEN_MODES, type VisitorTokens } from '../contract/visitor-tokens.ts';
import { HeatError } from '../lib/errors.ts';
import { isKeySetAddress, readKeySet, refusedKeySet } from '../lib/key-set.ts';
import { type OutgoingRules, readOutgoingUrl } from '../lib/outgoing.ts';

/** The settings as they are stored. Throws `invalid` (bad_visitor_tokens, bad_key_set). */
export function checkVisitorTokens(tokens: VisitorTokens, rules: OutgoingRules): VisitorTokens {
  const [issuer, audience, jwks] = [tokens.issuer.trim(), tokens.audience.trim(), tokens.jwks.trim()];
  const { mode } = tokens;
  if (!TOKEN_MODES.includes(mode)) throw invalid(`the mode is one of ${TOKEN_MODES.join(', ')}`);
  for (const [name, text] of [
    ['issuer', issuer],
    ['audience', audience],
  ] as const) {
    if (text.length > LIMITS.textChars)
      throw invalid(`the ${name} has at most ${LIMITS.textChars} characters`);
    if (mode !== 'key' && text === '') throw invalid(`tokens need an ${name}`);
  }
  if (jwks === '') {
    if (mode !== 'key')
      throw invalid(
        `tokens need the issuer's public keys (${TOKEN_ALGORITHMS.join(', ')}): an address or a set`,
      );
  } else if (isKeySetAddress(jwks)) {
    readOutgoingUrl(jwks, { ...rules, mostChars: LIMITS.pathChars, refuse: refusedKeySet });
  } else {
    // What is stored is what is used: members that tell of more than the key are left out by nobody's hand but ours.
    return { mode, issuer, audience, jwks: JSON.stringify(readKeySet(jwks)) };
  }
  return { mode, issuer, audience, jwks };
}

function invalid(why: string): HeatError {
  const message = `Cannot use these settings for visitors' tokens: ${why}`;
  return new HeatError({ kind: 'invalid', code: 'bad_visitor_tokens', message });
}
