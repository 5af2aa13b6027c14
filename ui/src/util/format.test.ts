import { describe, expect, it } from 'vitest';
import { ago, bytes, clock, initialOf, remaining, titleFrom } from './format';

describe('format', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [22_700_000, '22.7 MB'],
    [123_000_000, '123 MB'],
    [5_000_000_000_000_000, '5000 TB'],
  ])('bytes(%d)', (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it.each([
    [0, '0:00'],
    [59.9, '0:59'],
    [61, '1:01'],
    [3725, '1:02:05'],
    [NaN, '0:00'],
    [Infinity, '0:00'],
  ])('clock(%d)', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });

  it.each([
    [Infinity, ''],
    [0, ''],
    [12.2, '13 s left'],
    [61, '2 min left'],
    [5400, '1.5 h left'],
  ])('remaining(%d)', (seconds, text) => {
    expect(remaining(seconds)).toBe(text);
  });

  it('ago', () => {
    const now = Date.parse('2026-05-10T12:00:00Z');
    expect(ago('2026-05-10T11:59:30Z', now)).toBe('just now');
    expect(ago('2026-05-10T10:00:00Z', now)).toBe('2 hours ago');
    expect(ago('2026-05-09T12:00:00Z', now)).toBe('yesterday');
  });

  it('titleFrom', () => {
    expect(titleFrom('big_buck_bunny-1080p.mp4')).toBe('big buck bunny-1080p');
    expect(titleFrom('no ending')).toBe('no ending');
  });

  it.each([
    ['ada', 'A'],
    ['🎬 Films', '🎬'],
    ['', ''],
  ])('initialOf(%s)', (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });
});
