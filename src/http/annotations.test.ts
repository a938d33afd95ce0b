// Annotations over HTTP.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { AnnotationView } from '../contract/annotations.ts';
import type { Page } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';

let heat: TestHeat;
let bearer: string;
let base: string;

beforeAll(async () => {
  heat = await openTestHeat();
  const project = await addProject(heat, 'Shop');
  bearer = project.apiKey;
  base = `/api/v1/projects/${project.id}/annotations`;
});
afterAll(() => heat.close());

const post = async (json: unknown, path = base) => {
  const answer = await heat.call('POST', path, { bearer, json });
  return { status: answer.status, body: (await answer.json()) as AnnotationView & ErrorBody };
};
const list = async (query = 'period=7d') => {
  const answer = await heat.call('GET', `${base}?${query}`, { bearer });
  return ((await answer.json()) as Page<AnnotationView>).items.map(({ text }) => text);
};

describe('annotations', () => {
  test('are made, listed by range and removed', async () => {
    const nowMs = heat.clock.nowMs();
    const made = await post({ text: '  Deploy \n 1.2 ' });
    expect([made.status, made.body.text, made.body.atMs]).toEqual([201, 'Deploy 1.2', nowMs]);
    expect(made.body.createdBy).toStartWith('key:');
    await post({ text: 'Campaign', atMs: nowMs - 10 * 86_400_000 }, '/api/v1/annotations');
    expect(await list()).toEqual(['Deploy 1.2']);
    expect(await list('period=30d')).toEqual(['Campaign', 'Deploy 1.2']);
    const path = `${base}/${made.body.id}`;
    expect((await heat.call('DELETE', path, { bearer })).status).toBe(204);
    expect((await heat.call('DELETE', path, { bearer })).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  const bad: [unknown, says: string][] = [
    [{}, '"text"'],
    [{ text: '' }, '"text"'],
    [{ text: '   ' }, 'empty'],
    [{ text: 'x'.repeat(LIMITS.annotationChars + 1) }, '"text"'],
    [{ text: 'a', atMs: 'yesterday' }, '"atMs"'],
    [{ text: 'a', atMs: 8.64e15 }, 'between the years'],
    [{ text: 'a', atMs: 1.5 }, 'between the years'],
    [{ text: 'a\0b' }, 'characters'],
    [{ text: 'a', color: 'red' }, 'unknown field'],
  ];
  test.each(bad)('refuse %j', async (json, says) => {
    const { status, body } = await post(json);
    expect(status).toBe(400);
    expect(body.message).toContain(says);
  });
});
