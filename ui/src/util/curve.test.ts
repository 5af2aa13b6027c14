import { describe, expect, it } from 'vitest';
import { curvePath } from './curve';

describe('curvePath', () => {
  it('stands over the seconds that it is about', () => {
    expect(curvePath([{ second: 0, share: 1 }, { second: 5, share: 0.5 }, { second: 10, share: 0.25 }], 20)).toBe('M0 100L0 0L25 50L50 75L50 100Z');
  });

  it('stays in its box, whatever it is told', () => {
    expect(curvePath([{ second: 0, share: 1.4 }, { second: 30, share: -1 }], 20)).toBe('M0 100L0 0L100 100L100 100Z');
  });

  it('is nothing without points or a length', () => {
    expect(curvePath([], 20)).toBe('');
    expect(curvePath([{ second: 0, share: 1 }], 0)).toBe('');
    expect(curvePath([{ second: 0, share: 1 }], Number.NaN)).toBe('');
  });
});
