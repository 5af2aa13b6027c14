import { bytes, number } from './format';
import { milliseconds } from './metrics';

const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

/** A column's name as a heading: "watch_ms" → "watch", its unit being in the cells. */
export function heading(column: string): string {
  return column.replace(/_(ms|bytes|percentage|seconds)$/, '').replace(/^bytes$/, 'size').replace(/_/g, ' ');
}

/** A report's cell in the unit that its column is named by; "–" for what is not known. */
export function cell(column: string, value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return '–';
  }
  if (typeof value !== 'number') {
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
  }
  if (column.endsWith('_ms')) {
    return milliseconds(value);
  }
  if (column === 'bytes' || column.endsWith('_bytes')) {
    return bytes(value);
  }
  if (column.endsWith('_percentage')) {
    return `${fine.format(Math.round(value * 100) / 100)} %`;
  }
  if (column.endsWith('_seconds')) {
    return `${number(Math.round(value))} s`;
  }
  return fine.format(value);
}
