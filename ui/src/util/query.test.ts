import { describe, expect, it } from 'vitest';
import { amount, oneOf, parseQuery, queryText, words } from './query';

describe('query', () => {
  it('keeps what looks like a number or like JSON as it was typed', () => {
    expect(parseQuery('?q=1984&tag=%5B%22a%22%5D')).toEqual({ q: '1984', tag: '["a"]' });
  });

  it('comes back as it went out', () => {
    const values = { q: 'a & b = "c"', kind: 'video' };
    expect(parseQuery(queryText(values))).toEqual(values);
  });

  it('leaves out what is not there', () => {
    expect(queryText({ q: undefined, kind: null })).toBe('');
    expect(words({ q: '', kind: 'video', other: 'x' }, 'q', 'kind')).toEqual({ kind: 'video' });
  });

  it('takes known words only', () => {
    expect(oneOf({ sort: 'newest' }, 'sort', ['newest', 'oldest'])).toBe('newest');
    expect(oneOf({ sort: 'rm -rf' }, 'sort', ['newest', 'oldest'])).toBeUndefined();
  });

  it.each([['90', 90], [1.5, 1.5], ['', undefined], ['-1', undefined], ['soon', undefined], [undefined, undefined]])('reads the amount %j', (told, expected) => {
    expect(amount({ t: told }, 't')).toBe(expected);
  });
});
