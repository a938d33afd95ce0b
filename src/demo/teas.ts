// What the demo shop sells; its pages are made of it, and its visitors pay these prices.

/** `price` in euros, as it is written; `hue` of its picture, degrees. */
export const TEAS = [
  {
    slug: 'morning-oolong',
    name: 'Morning Oolong',
    note: 'Roasted, honeyed, awake',
    price: '14.50',
    hue: 32,
  },
  { slug: 'first-flush', name: 'First Flush', note: 'Light and flowery Darjeeling', price: '18.00', hue: 92 },
  { slug: 'smoke-house', name: 'Smoke House', note: 'Pine smoke and dark malt', price: '12.00', hue: 14 },
  { slug: 'green-hill', name: 'Green Hill', note: 'Steamed sencha, sweet grass', price: '15.50', hue: 130 },
  {
    slug: 'night-garden',
    name: 'Night Garden',
    note: 'Chamomile, mint, no caffeine',
    price: '9.80',
    hue: 262,
  },
  { slug: 'red-coast', name: 'Red Coast', note: 'Rooibos with orange peel', price: '8.90', hue: 8 },
] as const;

/** Of a tea's page, or 0. */
export function priceOf(slug: string): number {
  return Number(TEAS.find((tea) => tea.slug === slug)?.price ?? 0);
}
