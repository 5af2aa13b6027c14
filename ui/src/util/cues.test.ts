import { describe, expect, it } from 'vitest';
import { cueAt, parseCues } from './cues';

const VTT = 'WEBVTT\r\n\r\n1\r\n00:00.000 --> 00:18.000\r\nThe harbour\r\n\r\nNOTE nothing\r\n\r\n01:00:18.500 --> 01:00:41.000 align:start\r\nOut with the tide\r\nsecond line\r\n';

describe('cues', () => {
  it('reads times with and without hours', () => {
    expect(parseCues(VTT)).toEqual([
      { start: 0, end: 18, text: 'The harbour' },
      { start: 3618.5, end: 3641, text: 'Out with the tide' },
    ]);
  });

  it('finds where one is', () => {
    const cues = parseCues(VTT);
    expect(cueAt(cues, 17)?.text).toBe('The harbour');
    expect(cueAt(cues, 4000)?.text).toBe('Out with the tide');
    expect(cueAt([], 1)).toBeUndefined();
  });
});
