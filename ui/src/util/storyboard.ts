import { parseCues } from './cues';

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

const PICTURE = /^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/;

/** Reads a WebVTT storyboard (`sb-0.jpg#xywh=x,y,w,h` cues); cues that are no pictures are passed over. */
export function parseStoryboard(vtt: string, base: string): Tile[] {
  return parseCues(vtt).flatMap(({ start, end, text }) => {
    const picture = PICTURE.exec(text);
    if (picture === null) {
      return [];
    }
    const [, file = '', x, y, width, height] = picture;
    return [{ start, end, url: base.slice(0, base.lastIndexOf('/') + 1) + file, x: Number(x), y: Number(y), width: Number(width), height: Number(height) }];
  });
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

/** Some pictures from the whole of a film, as far from each other as can be; all where there are no more. */
export function tilesAcross(tiles: readonly Tile[], most: number): Tile[] {
  const step = Math.max(1, tiles.length / most);
  return Array.from({ length: Math.min(most, tiles.length) }, (_, index) => tiles[Math.floor(index * step)]).filter((tile) => tile !== undefined);
}
