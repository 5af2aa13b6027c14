import { oneOf } from './query';

/** The days that a report is about, as the address says it: a number of days until today, or two days. */
export interface PeriodWords {
  days?: (typeof SPANS)[number];
  from?: string;
  to?: string;
  compare?: 'before';
}

export interface Period {
  /** First and last day, UTC. */
  from: string;
  to: string;
}

export const SPANS = ['7', '28', '90', '365'] as const;
const USUAL = '28';
const DAY_MS = 86_400_000;
// What the service answers at once.
const LONGEST_DAYS = 366;

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function dayWord(raw: Record<string, unknown>, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

export function periodWords(raw: Record<string, unknown>): PeriodWords {
  const from = dayWord(raw, 'from');
  const to = dayWord(raw, 'to');
  const days = oneOf(raw, 'days', SPANS);
  const compare = oneOf(raw, 'compare', ['before'] as const);
  return {
    ...(from !== undefined && to !== undefined && from <= to ? { from, to } : days === undefined ? {} : { days }),
    ...(compare === undefined ? {} : { compare }),
  };
}

export function periodOf({ days = USUAL, from, to }: PeriodWords, now: number): Period {
  if (from !== undefined && to !== undefined) {
    const earliest = Date.parse(to) - (LONGEST_DAYS - 1) * DAY_MS;
    return { from: day(Math.max(Date.parse(from), earliest)), to };
  }
  return { from: day(now - (Number(days) - 1) * DAY_MS), to: day(now) };
}

/** As many days before a period as it has. */
export function before({ from, to }: Period): Period {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return { from: day(Date.parse(from) - days * DAY_MS), to: day(Date.parse(from) - DAY_MS) };
}

/** Each day of a period, so that a chart has a place for days on which nothing happened. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < LONGEST_DAYS; at += DAY_MS) {
    days.push(day(at));
  }
  return days;
}

/** How much a number changed, as a share of what it was; undefined where there is nothing to compare with. */
export function change(now: number | undefined, then: number | undefined): number | undefined {
  return now === undefined || then === undefined || then === 0 ? undefined : (now - then) / Math.abs(then);
}
