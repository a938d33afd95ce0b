// Grey boxes in place of pictures, and nothing in place of other files: for pages of visitors.

import { type Assets, densityOf, placeholder } from './assets.ts';

export function createBoxes(): Assets {
  const boxes: string[] = [];
  return {
    picture(image) {
      const { naturalWidth: w, naturalHeight: h } = image;
      if (!w) return '';
      const x = densityOf(image);
      const box = placeholder(Math.round(w * x), Math.round(h * x));
      const at = boxes.indexOf(box);
      return `heat:${at < 0 ? boxes.push(box) - 1 : at}`;
    },
    painted: () => '',
    file: () => '',
    collect: async () => boxes,
  };
}
