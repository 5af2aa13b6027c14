import { describe, expect, it } from 'vitest';
import { boxOf, boxWord, drivenWords, percentOf, traceUrl } from './house';

describe('boxOf', () => {
  it('reads what boxWord wrote', () => {
    const box = { topic: 'social.events', group: 'notify' };
    expect(boxOf(boxWord(box))).toEqual(box);
  });

  it.each([undefined, '', 'social.events', 'social.events/', '/notify', 'a/b/c'])('takes %s for none', (word) => {
    expect(boxOf(word)).toBeUndefined();
  });
});

describe('drivenWords', () => {
  it.each([
    [{ state: 'running' as const }, /on their way/],
    [{ state: 'done' as const, again: 0, too_old: 0 }, /^None waited\.$/],
    [{ state: 'done' as const, again: 1, too_old: 0 }, /^1 letter went back\.$/],
    [{ state: 'done' as const, again: 4, too_old: 2 }, /^4 letters went back\. 2 letters stayed/],
  ])('words %o', (driven, words) => {
    expect(drivenWords(driven)).toMatch(words);
  });
});

describe('traceUrl', () => {
  const links = [{ name: 'zipkin', url: 'http://zipkin.localhost:8080/' }];

  it('leads to the trace', () => {
    expect(traceUrl(links, '4bf92f3577b34da6')).toBe('http://zipkin.localhost:8080/zipkin/traces/4bf92f3577b34da6');
  });

  it('is none without Zipkin, a trace, or for what is no trace', () => {
    expect(traceUrl(undefined, '4bf92f3577b34da6')).toBeUndefined();
    expect(traceUrl([], '4bf92f3577b34da6')).toBeUndefined();
    expect(traceUrl(links, undefined)).toBeUndefined();
    expect(traceUrl(links, '../../x')).toBeUndefined();
  });
});

describe('percentOf', () => {
  it('tells the share, at most all, and nothing of an unknown room', () => {
    expect(percentOf(25, 200)).toBe(13);
    expect(percentOf(300, 200)).toBe(100);
    expect(percentOf(300, undefined)).toBeUndefined();
    expect(percentOf(0, 0)).toBeUndefined();
  });
});
