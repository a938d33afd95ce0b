// Answers one built file: the smallest form that the client takes, or 304 when it has it already.

import type { Asset, Encoding, Variant } from './asset-map.ts';

/** The answer for a GET or HEAD of that file. */
export function answerAsset(asset: Asset, request: Request): Response {
  const { variant, encoding } = chooseVariant(asset, request.headers.get('accept-encoding'));
  const headers = new Headers(asset.headers);
  headers.set('etag', variant.etag);
  if (hasTag(request.headers.get('if-none-match'), variant.etag)) {
    headers.delete('content-type');
    return new Response(null, { status: 304, headers });
  }
  if (encoding) headers.set('content-encoding', encoding);
  return new Response(variant.bytes, { headers });
}

function chooseVariant(
  asset: Asset,
  accepted: string | null,
): { variant: Variant; encoding: Encoding | null } {
  for (const [encoding, variant] of asset.encoded) {
    if (accepts(accepted, encoding)) return { variant, encoding };
  }
  return { variant: asset.plain(), encoding: null };
}

function accepts(header: string | null, encoding: Encoding): boolean {
  if (header === null) return false;
  for (const part of header.split(',')) {
    const [name, ...options] = part.split(';').map((text) => text.trim().toLowerCase());
    if (name !== encoding) continue;
    return !options.some((option) => /^q=0(\.0*)?$/.test(option));
  }
  return false;
}

function hasTag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(',').some((part) => {
    const tag = part.trim();
    return tag === '*' || tag === etag || tag === `W/${etag}`;
  });
}
