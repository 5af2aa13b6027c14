const ENTITIES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** The element that shows a film in another site's page; a title is somebody's text and stays text there. */
export function embedCode(address: string, title: string): string {
  const text = (words: string) => words.replace(/[&"<>]/g, (sign) => ENTITIES[sign] ?? '');
  return `<iframe src="${text(address)}" title="${text(title)}" width="640" height="360" allow="fullscreen; picture-in-picture" loading="lazy"></iframe>`;
}
