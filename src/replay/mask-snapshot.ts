// A visitor's snapshot after it was cleaned: masked again, whatever his browser has done. What somebody sends with a
// write key that stands in every page must not become readable text or a picture on the owner's screen.

import { maskAttribute, maskDescriptor, maskText } from '../contract/mask-page.ts';
import type { SnapshotContent, SnapshotNode } from '../contract/snapshot.ts';

/** A grey box as the tracker draws it in place of a picture; anything else is dropped. */
const BOX =
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d{1,6}" height="\d{1,6}"><rect width="100%" height="100%" fill="#9993"\/><\/svg>$/;
/** Pure. */
export function maskSnapshot(content: SnapshotContent): SnapshotContent {
  return {
    ...content,
    title: maskText(content.title),
    nodes: content.nodes.map(maskNode),
    assets: content.assets.map((asset) => (isBox(asset) ? asset : '')),
    descriptors: content.descriptors.map(maskDescriptor),
  };
}

function maskNode(node: SnapshotNode): SnapshotNode {
  if (node.length === 2) return [node[0], maskText(node[1])];
  const [parent, tag, attributes, more] = node;
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    // Which picture it is was decided by the asset.
    const clean = name === 'src' ? value : maskAttribute(name, value);
    if (clean !== null) kept.push([name, clean]);
  }
  const masked = Object.fromEntries(kept);
  return more ? [parent, tag, masked, more] : [parent, tag, masked];
}

function isBox(asset: string): boolean {
  const [, data] = /^data:image\/svg\+xml;base64,(.*)$/s.exec(asset) ?? [];
  return data !== undefined && BOX.test(Buffer.from(data, 'base64').toString());
}
