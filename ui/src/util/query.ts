/** The search part of an address as plain words, without the JSON that the router would write: `?q=1984&kind=video`. */
export function parseQuery(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function queryText(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

type Raw = Record<string, unknown>;

/** The named words of an address that are there; `all` decides what a name may be. */
export function words<N extends string>(raw: Raw, ...names: N[]): Partial<Record<N, string>> {
  const found: Partial<Record<N, string>> = {};
  for (const name of names) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') {
      found[name] = value;
    }
  }
  return found;
}

/** A word of an address that is one of some, or none. */
export function oneOf<const T extends string>(raw: Raw, name: string, known: readonly T[]): T | undefined {
  return known.find((one) => one === raw[name]);
}

/** A number of an address from nought on, or none. */
export function amount(raw: Raw, name: string): number | undefined {
  const value = raw[name];
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
