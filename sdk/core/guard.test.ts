import { expect, test } from 'bun:test';
import { overhear } from './guard.ts';

test('overhear() calls after the page has called, with what it gave and got as they were', () => {
  const heard: string[] = [];
  const owner = { play: (to: string) => heard.push(`page ${to}`) };
  overhear(owner, 'play stop', () => heard.push('we'));
  expect(owner.play('you')).toBe(1);
  expect(heard).toEqual(['page you', 'we']);
});

test.each([
  ['an element that has such an id', { style: {} }],
  ['a text', 'Play'],
  ['a flag', true],
])('overhear() leaves alone %s', (_, play) => {
  const owner = { play };
  overhear(owner, 'play', () => {});
  expect(owner.play).toBe(play);
});

test('overhear() lets nothing of ours reach the page', () => {
  const owner = { play: () => 'sound' };
  overhear(owner, 'play', () => {
    throw new Error('ours');
  });
  expect(owner.play()).toBe('sound');
});
