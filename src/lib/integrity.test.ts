import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { integrityOf } from './integrity.ts';

test('integrityOf() is the algorithm, a dash and the digest in Base64, as the SRI specification has it', () => {
  const bytes = new TextEncoder().encode("alert('Hello, world.');");
  expect(integrityOf(bytes)).toBe(`sha384-${createHash('sha384').update(bytes).digest('base64')}`);
  // The example of the specification.
  expect(integrityOf(bytes)).toBe('sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO');
});
