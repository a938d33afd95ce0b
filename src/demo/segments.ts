// Whom the demo shop's owner looks at again and again.

export const DEMO_SEGMENTS: readonly { name: string; filters: readonly string[] }[] = [
  { name: 'In trouble in the cart', filters: ['page:is:/demo/cart.html', 'rage:min:1'] },
  { name: 'Bought on a phone', filters: ['device:is:mobile', 'event:is:purchase'] },
];
