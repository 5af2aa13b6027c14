import { describe, expect, it } from 'vitest';
import { before, change, daysOf, periodOf, periodWords } from './period';

const NOW = Date.parse('2026-03-02T10:00:00Z');

describe('period', () => {
  it('is four weeks until today unless told', () => {
    expect(periodOf({}, NOW)).toEqual({ from: '2026-02-03', to: '2026-03-02' });
    expect(daysOf(periodOf({}, NOW))).toHaveLength(28);
  });

  it('reads days of an address, and nothing else', () => {
    expect(periodWords({ from: '2026-01-05', to: '2026-01-07', compare: 'before' })).toEqual({ from: '2026-01-05', to: '2026-01-07', compare: 'before' });
    expect(periodWords({ from: '2026-01-05', to: '2026-01-01', days: '7' })).toEqual({ days: '7' });
    expect(periodWords({ from: '2026-13-05', to: 'today', days: '3000', compare: 'x' })).toEqual({});
  });

  it('compares with as many days before', () => {
    expect(before({ from: '2026-03-01', to: '2026-03-02' })).toEqual({ from: '2026-02-27', to: '2026-02-28' });
  });

  it('asks for no more than a year at once', () => {
    expect(daysOf(periodOf({ from: '2020-01-01', to: '2026-03-02' }, NOW))).toHaveLength(366);
  });

  it('tells a change as a share, where there is something to compare with', () => {
    expect(change(150, 100)).toBe(0.5);
    expect(change(5, 0)).toBeUndefined();
    expect(change(undefined, 3)).toBeUndefined();
  });
});
