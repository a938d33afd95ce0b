// What the demo shop's owner wants to know every Monday.

import type { FunnelDefinition, FunnelStep } from '../contract/funnels.ts';

const page = (value: string, label: string): FunnelStep => ({ type: 'page', match: 'is', value, label });
const TEA: FunnelStep = { type: 'page', match: 'glob', value: '/demo/tea-*', label: 'A tea' };
const HOUR_MS = 3_600_000;

export const DEMO_FUNNELS: readonly { name: string; definition: FunnelDefinition }[] = [
  {
    name: 'Purchase',
    definition: {
      steps: [
        TEA,
        { type: 'event', name: 'add_to_cart', label: 'Into the cart' },
        page('/demo/cart.html', 'Cart'),
        page('/demo/checkout.html', 'Checkout'),
        page('/demo/thanks.html', 'Bought'),
      ],
      ...{ windowMs: 24 * HOUR_MS, order: 'loose', unit: 'session' },
    },
  },
  {
    name: 'From the start page to a tea',
    definition: {
      steps: [page('/demo', 'Start page'), page('/demo/teas.html', 'All teas'), TEA],
      ...{ windowMs: HOUR_MS, order: 'strict', unit: 'session' },
    },
  },
];
