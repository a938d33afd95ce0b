import { describe, expect, test } from 'bun:test';
import { curlLine, parseEventsQuestion, writeEventsQuestion } from './events-question.ts';

describe('the address of the events page', () => {
  test('is read as it was written, beside the scope', () => {
    for (const question of [
      { event: null, property: null },
      { event: 'a&b=c', property: 'plan' },
    ]) {
      const search = writeEventsQuestion(question, '?period=30d&event=old');
      expect(parseEventsQuestion(search)).toEqual(question);
      expect(new URLSearchParams(search).get('period')).toBe('30d');
    }
    expect(writeEventsQuestion({ event: null, property: null }, '?event=x')).toBe('');
  });
});

test('curlLine() names the address of this heat', () => {
  expect(curlLine('https://heat.example')).toContain('curl https://heat.example/api/v1/events/track');
});
