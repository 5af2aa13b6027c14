/** One picture of a storyboard: when it is shown and which part of which sheet it is. */
export interface Tile {
  start: number;
  end: number;
  url: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const TIMES = /^(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3}) --> (?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})/;
const PICTURE = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/;

function seconds(parts: (string | undefined)[]): number {
  const [h = '0', m = '0', s = '0', ms = '0'] = parts.map((part) => part ?? '0');
  return Number(h) * 3600 + Number(m) * 60 + Number(s) + Number(ms) / 1000;
}

/** Reads a WebVTT storyboard (`sb-0.jpg#xywh=x,y,w,h` cues); lines that are not such cues are passed over. */
export function parseStoryboard(vtt: string, base: string): Tile[] {
  const tiles: Tile[] = [];
  const lines = vtt.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const times = TIMES.exec(line);
    const picture = times === null ? null : PICTURE.exec((lines[index + 1] ?? '').trim());
    if (times === null || picture === null) {
      continue;
    }
    const [, file = '', x, y, width, height] = picture;
    tiles.push({
      start: seconds(times.slice(1, 5)),
      end: seconds(times.slice(5, 9)),
      url: base.slice(0, base.lastIndexOf('/') + 1) + file,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    });
  }
  return tiles;
}

/** The picture for an instant; the tiles are in order of time. */
export function tileAt(tiles: readonly Tile[], time: number): Tile | undefined {
  let low = 0;
  let high = tiles.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tiles[middle]?.start ?? Infinity) <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return tiles[low];
}
