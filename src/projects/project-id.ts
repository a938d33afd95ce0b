// Readable ids of projects, made from their names: "Café & Söhne" becomes `cafe-sohne`. Pure.

const MAX_CHARS = 40;
/** Words that stand in addresses where an id would stand. */
const RESERVED = new Set(['current', 'new']);

/** The `attempt`-th candidate (from 1) of a name: `my-shop`, `my-shop-2`, `my-shop-3` … */
export function projectIdOf(name: string, attempt: number): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const slug = trimDashes(trimDashes(letters).slice(0, MAX_CHARS));
  const base = slug === '' || RESERVED.has(slug) ? trimDashes(`project-${slug}`) : slug;
  return attempt === 1 ? base : `${base}-${attempt}`;
}

function trimDashes(text: string): string {
  return text.replace(/^-|-$/g, '');
}
