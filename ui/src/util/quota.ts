/** How a limit is typed: in gigabytes where it is bytes, else as a number; nothing typed is the default. */
export interface Typed {
  held_bytes: string;
  day_bytes: string;
  day_uploads: string;
}

type Own = { [K in keyof Typed]?: number | null };

const GIGABYTE = 1_000_000_000;
const MOST_BYTES = 2 ** 50;
const MOST_UPLOADS = 1_000_000;

const typedBytes = (bytes: number | null | undefined) => (bytes == null ? '' : String(bytes / GIGABYTE));

export function typedOf(own: Own): Typed {
  return { held_bytes: typedBytes(own.held_bytes), day_bytes: typedBytes(own.day_bytes), day_uploads: own.day_uploads == null ? '' : String(own.day_uploads) };
}

function numberOf(text: string, unit: number, most: number): number | null | undefined {
  const word = text.trim().replace(',', '.');
  if (word === '') {
    return null;
  }
  const value = /^\d+(\.\d+)?$/.test(word) ? Math.round(Number(word) * unit) : NaN;
  return Number.isFinite(value) && value <= most ? value : undefined;
}

/** What was typed as it is asked for; the names of what cannot be meant. */
export function ownOf(typed: Typed): { own: Own; wrong: (keyof Typed)[] } {
  const own: Own = {};
  const wrong: (keyof Typed)[] = [];
  for (const name of ['held_bytes', 'day_bytes', 'day_uploads'] as const) {
    const uploads = name === 'day_uploads';
    const value = numberOf(typed[name], uploads ? 1 : GIGABYTE, uploads ? MOST_UPLOADS : MOST_BYTES);
    if (value === undefined || (uploads && /[.,]/.test(typed[name]))) {
      wrong.push(name);
    } else {
      own[name] = value;
    }
  }
  return { own, wrong };
}
