// Which list somebody chose a film in, until its page takes it.
let place: string | undefined;

export function cameFrom(name: string): void {
  place = name;
}

/** Where whoever watches came from: a list of the app, once; else what the browser says of another site, or nothing. */
export function takeSource(): string {
  const source = place ?? 'direct';
  place = undefined;
  return source;
}
