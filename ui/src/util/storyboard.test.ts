import { describe, expect, it } from 'vitest';
import { parseStoryboard, tileAt, tilesAcross } from './storyboard';

const VTT = `WEBVTT

00:00.000 --> 00:05.000
sb-0.jpg#xywh=0,0,160,90

00:05.000 --> 00:10.000
sb-0.jpg#xywh=160,0,160,90

NOTE a cue that is no picture
01:00:00.000 --> 01:00:05.000
hello
`;

describe('storyboard', () => {
  it('reads the cues, with sheets beside the file', () => {
    const tiles = parseStoryboard(VTT, '/media/p/token/v/id/1/storyboard.vtt');
    expect(tiles).toHaveLength(2);
    expect(tiles[1]).toEqual({ start: 5, end: 10, url: '/media/p/token/v/id/1/sb-0.jpg', x: 160, y: 0, width: 160, height: 90 });
  });

  it('finds the picture of every instant', () => {
    const tiles = parseStoryboard(VTT, '/');
    expect(tileAt(tiles, 0)?.x).toBe(0);
    expect(tileAt(tiles, 4.99)?.x).toBe(0);
    expect(tileAt(tiles, 5)?.x).toBe(160);
    expect(tileAt(tiles, 500)?.x).toBe(160);
    expect(tileAt([], 1)).toBeUndefined();
  });

  it('offers pictures from the whole of a film', () => {
    const tiles = Array.from({ length: 100 }, (_, index) => ({ start: index, end: index + 1, url: '', x: 0, y: 0, width: 160, height: 90 }));
    expect(tilesAcross(tiles, 4).map(({ start }) => start)).toEqual([0, 25, 50, 75]);
    expect(tilesAcross(tiles.slice(0, 3), 12).map(({ start }) => start)).toEqual([0, 1, 2]);
    expect(tilesAcross([], 12)).toEqual([]);
  });
});
