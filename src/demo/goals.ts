// What the demo shop wants its visitors to reach.

export const DEMO_GOALS: readonly { name: string; filters: readonly string[]; valueEvent?: null }[] = [
  { name: 'Purchase', filters: ['event:is:purchase'] },
  { name: 'Tea in the cart', filters: ['event:is:add_to_cart'], valueEvent: null },
  { name: 'Looked around', filters: ['pageviews:min:4', 'duration:min:60'] },
];
