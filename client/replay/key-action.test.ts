import { expect, test } from 'bun:test';
import { keyAction } from './key-action.ts';

const press = (key: string, on = 'div', change = {}) =>
  keyAction({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false },
    composedPath: () => [{ localName: on } as unknown as EventTarget],
    ...change,
  });

test.each([
  [' ', { do: 'toggle' }],
  ['ArrowLeft', { do: 'move', byMs: -5_000 }],
  ['ArrowRight', { do: 'move', byMs: 5_000 }],
  [',', { do: 'step', direction: -1 }],
  ['.', { do: 'step', direction: 1 }],
  ['Home', { do: 'edge', isEnd: false }],
  ['End', { do: 'edge', isEnd: true }],
  ['0', { do: 'speed', speed: 0.5 }],
  ['1', { do: 'speed', speed: 1 }],
  ['8', { do: 'speed', speed: 8 }],
  ['9', null],
  ['a', null],
] as const)('keyAction() of "%s" is %j', (key, action) => {
  expect(press(key)).toEqual(action as ReturnType<typeof keyAction>);
});

test('keyAction() leaves keys to the control that needs them, and to the browser', () => {
  expect(press(' ', 'button')).toBeNull();
  expect(press(' ', 'input')).toBeNull();
  expect(press('1', 'select')).toBeNull();
  expect(press('1', 'div', { ctrlKey: true })).toBeNull();
});
