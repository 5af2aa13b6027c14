import { describe, expect, it } from 'vitest';
import { cell, heading } from './cells';
import { METRICS, metricText } from './metrics';

describe('cells', () => {
  it.each([
    ['watch_ms', 5_400_000, 'watch', '1.5 h'],
    ['views', 12345, 'views', '12,345'],
    ['click_percentage', 3.14159, 'click', '3.14 %'],
    ['made_bytes', 1_500_000, 'made', '1.5 MB'],
    ['cpu_seconds', 61.7, 'cpu', '62 s'],
    ['reason', 'not_a_video', 'reason', 'not_a_video'],
    ['ready_p50_ms', null, 'ready p50', '–'],
  ])('tells %s %s as it is read', (column, value, head, text) => {
    expect([heading(column), cell(column, value)]).toEqual([head, text]);
  });
});

describe('metricText', () => {
  it('has a unit for each metric, and no number where there is none', () => {
    for (const metric of Object.keys(METRICS) as (keyof typeof METRICS)[]) {
      expect(metricText(metric, undefined)).toBe('–');
      expect(metricText(metric, 1500)).not.toBe('–');
    }
  });

  it.each([[850, '850 ms'], [1500, '1.5 s'], [90_000, '1.5 min'], [5_400_000, '1.5 h']])('reads %d ms at a glance', (ms, text) => {
    expect(metricText('watch_time', ms)).toBe(text);
  });
});
