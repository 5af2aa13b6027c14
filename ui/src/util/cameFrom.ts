// In which list somebody chose what, until its page takes it.
let chosen: { content: string; place: string } | undefined;

export function cameFrom(place: string, content: string): void {
  chosen = { content, place };
}

/** Where whoever watches it came from: a list of the app, once; else directly. */
export function takeSource(content: string): string {
  const source = chosen?.content === content ? chosen.place : 'direct';
  chosen = undefined;
  return source;
}
