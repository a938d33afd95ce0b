import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { projectIdOf } from './project-id.ts';

const cases: [name: string, id: string][] = [
  ['My shop', 'my-shop'],
  ['Café & Söhne GmbH', 'cafe-sohne-gmbh'],
  ['  --Shop!! ', 'shop'],
  ['example.com', 'example-com'],
  ['日本語', 'project'],
  ['🦉', 'project'],
  ['current', 'project-current'],
  ['New', 'project-new'],
  ['x'.repeat(80), 'x'.repeat(40)],
];
for (const [name, id] of cases) {
  test(`projectIdOf() gives ${id} when the name is "${name}"`, () => {
    expect(projectIdOf(name, 1)).toBe(id);
    expect(projectIdOf(name, 3)).toBe(`${id}-3`);
  });
}

test('projectIdOf() gives something that fits into an address whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      expect(projectIdOf(name, 1)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(projectIdOf(name, 1).length).toBeLessThanOrEqual(48);
    }),
  );
});
