import { describe, expect, it } from 'vitest';
import type { Album, Photo } from '../api/types';
import { ofAlbum, ofFound } from './shown';

const channel = { id: 'c', handle: 'c', name: 'C' };
const size = (width: number) => ({ width, height: width, webp_url: `${width}.webp`, jpeg_url: `${width}.jpg` });
const photo = (...widths: number[]): Photo => ({ id: String(widths), state: 'ready', sizes: widths.map(size) });

function album(...photos: Photo[]): Album {
  return { id: 'a', channel, title: 'Harbour', tags: [], visibility: 'public', state: 'ready', photos, created_at: '2026-05-01T00:00:00Z', updated_at: '' };
}

describe('ofAlbum', () => {
  it.each([
    [album(photo(), photo(320, 640, 1280)), '640.webp'],
    [album(photo(320)), '320.webp'],
    [album(), undefined],
  ])('shows the first picture that is there, no wider than a card needs', (of, poster) => {
    expect(ofAlbum(of).poster).toBe(poster);
  });

  it('is as old as its making until it is published', () => {
    expect(ofAlbum(album()).at).toBe('2026-05-01T00:00:00Z');
  });
});

describe('ofFound', () => {
  it('keeps the kind, so that photos are not led to the player', () => {
    const found = ofFound({ kind: 'album', id: 'a', title: 'Harbour', likes: 2, comments: 0, followers: 0, channel });
    expect(found).toMatchObject({ kind: 'album', likes: 2, poster: undefined });
  });
});
