import type { components } from '../api/generated/analytics';
import { bytes } from './format';

export type Metric = components['schemas']['Metric'];
export type Dimension = components['schemas']['Dimension'];

interface Words {
  label: string;
  unit: 'count' | 'ms' | 'bytes' | 'percent' | 'score';
  /** Whether more of it is better; undefined where it is neither. */
  more: 'better' | 'worse';
}

export const METRICS: Record<Metric, Words> = {
  views: { label: 'Views', unit: 'count', more: 'better' },
  sessions: { label: 'Sessions', unit: 'count', more: 'better' },
  watch_time: { label: 'Watch time', unit: 'ms', more: 'better' },
  video_startup_time: { label: 'Time to the first picture', unit: 'ms', more: 'worse' },
  rebuffer_percentage: { label: 'Time spent waiting', unit: 'percent', more: 'worse' },
  rebuffer_count: { label: 'Stops a session', unit: 'score', more: 'worse' },
  playback_failure_percentage: { label: 'Failed sessions', unit: 'percent', more: 'worse' },
  exits_before_video_start: { label: 'Left before it began', unit: 'percent', more: 'worse' },
  max_upscale_percentage: { label: 'Picture smaller than the player', unit: 'percent', more: 'worse' },
  viewer_experience_score: { label: 'Experience', unit: 'score', more: 'better' },
  bytes_sent: { label: 'Sent by the CDN', unit: 'bytes', more: 'better' },
  cache_hit_percentage: { label: 'Sent from its cache', unit: 'percent', more: 'better' },
  buffer_starvation: { label: 'Asked for with nothing left to play', unit: 'percent', more: 'worse' },
};

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** 5400000 → "1.5 h", 850 → "850 ms": the unit in which a number is read at a glance. */
export function milliseconds(ms: number): string {
  const of = (value: number, unit: string) => `${fine.format(value)} ${unit}`;
  if (ms < 1000) {
    return `${whole.format(ms)} ms`;
  }
  if (ms < 60_000) {
    return of(ms / 1000, 's');
  }
  return ms < 3_600_000 ? of(ms / 60_000, 'min') : of(ms / 3_600_000, 'h');
}

/** A metric's number in its unit; "–" where there was nothing to divide by. */
export function metricText(metric: Metric, value: number | undefined): string {
  if (value === undefined) {
    return '–';
  }
  switch (METRICS[metric].unit) {
    case 'count':
      return whole.format(value);
    case 'ms':
      return milliseconds(value);
    case 'bytes':
      return bytes(value);
    case 'percent':
      return `${fine.format(value)} %`;
    case 'score':
      return fine.format(value);
  }
}
