import { describe, expect, it } from 'vitest';
import { asApiQuery, searchWords } from './searchWords';

describe('searchWords', () => {
  it('reads what it knows out of an address and drops the rest', () => {
    expect(searchWords({ q: 'harbour', kind: 'video', duration: 'endless', sort: 'newest', admin: '1' })).toEqual({ q: 'harbour', kind: 'video', sort: 'newest' });
  });

  it('asks for lengths and ages in the service’s own words', () => {
    const now = Date.parse('2026-05-10T12:00:00Z');
    expect(asApiQuery({ q: 'a', kind: 'album', duration: 'medium', published: 'day' }, now)).toEqual({
      q: 'a',
      kind: ['album'],
      duration_min_ms: 240_000,
      duration_max_ms: 1_199_999,
      published_after: '2026-05-09T12:00:00.000Z',
    });
  });
});
