const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1536000 → "1.5 MB"; decimal units, as file managers and drives count. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** 3725 → "1:02:05". */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** 95 → "2 min left", for something whose speed is known; empty when it is not. */
export function remaining(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) {
    return '';
  }
  if (seconds < 60) {
    return `${Math.ceil(seconds)} s left`;
  }
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "2 days ago", as seen from `now` (both milliseconds since 1970 or a date's text). */
export function ago(when: string, now: number): string {
  const seconds = (Date.parse(when) - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.round(seconds / size), unit);
    }
  }
  return 'just now';
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What stands for somebody who has no picture: "Ada" → "A". */
export function initialOf(name: string): string {
  const [first] = characters.segment(name);
  return (first?.segment ?? '').toUpperCase();
}

/** A file's name without its ending, as a first title: "my_film-1.mp4" → "my film-1". */
export function titleFrom(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '').replace(/_+/g, ' ').trim();
}

const numbers = new Intl.NumberFormat('en');
const shortNumbers = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 12345 → "12,345". */
export function number(value: number): string {
  return numbers.format(value);
}

/** 1 → "1 like", 12345 → "12.3K likes". */
export function count(amount: number, word: string): string {
  return `${shortNumbers.format(amount)} ${word}${amount === 1 ? '' : 's'}`;
}

/** "10 May 2026". */
export function chosenDate(when: string): string {
  return new Date(when).toLocaleDateString('en-GB', { dateStyle: 'long' });
}

/** "17:04:31", on the reader's clock. */
export function clockTime(when: string): string {
  return new Date(when).toLocaleTimeString('en', { hour12: false });
}
