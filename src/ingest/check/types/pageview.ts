// A view of a page. `from` and `to` are paths or addresses; title and referrer may also stand on the page itself.

import { referrer } from '../referrer.ts';
import type { Shape } from '../shape.ts';
import { address, longText } from '../values.ts';

export const pageview: Shape = {
  fields: { from: address, to: address, title: longText, referrer },
};
