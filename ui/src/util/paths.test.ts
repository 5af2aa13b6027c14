import { expect, it } from 'vitest';
import { withinApp } from './paths';

it.each([
  ['https://films.example/watch/1?t=9', '/watch/1?t=9'],
  ['/watch/1', '/watch/1'],
  ['https://evil.example/watch/1', undefined],
  ['//evil.example/', undefined],
  ['javascript:alert(1)', undefined],
  [undefined, undefined],
])('follows %s within the app as %s', (address, path) => {
  expect(withinApp(address, 'https://films.example')).toBe(path);
});
