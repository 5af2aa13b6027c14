export interface Part {
  text: string;
  found: boolean;
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(html: string): string {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) {
      return NAMED[name.toLowerCase()] ?? whole;
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** What search answers as HTML with `<em>` around what was found, as pieces of text: nothing of it is ever parsed as HTML. */
export function highlighted(html: string): Part[] {
  return html
    .split(/(<em>.*?<\/em>)/gs)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const match = /^<em>(.*)<\/em>$/s.exec(piece);
      return { text: plain(match?.[1] ?? piece), found: match !== null };
    });
}
