import { expect, it } from 'vitest';
import { isBeingMade } from './encoding';

it('a ready video is still being made for as long as it has progress', () => {
  expect(isBeingMade({ state: 'ready', progress: { step: 'encoding', percent: 40, rung: '360p-1080p' } })).toBe(true);
  expect(isBeingMade({ state: 'ready' })).toBe(false);
});

it('a video is being made until it is ready or has failed', () => {
  expect(isBeingMade({ state: 'uploading' })).toBe(true);
  expect(isBeingMade({ state: 'processing' })).toBe(true);
  expect(isBeingMade({ state: 'failed' })).toBe(false);
});
