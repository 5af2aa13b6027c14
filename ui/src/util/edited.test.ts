import { describe, expect, it } from 'vitest';
import type { Album, Video } from '../api/types';
import { changedMeanwhile, editedOf, localTime, patchOf, publishing, type Edited } from './edited';

const video: Video = {
  id: '1',
  channel: { id: 'c', handle: 'c', name: 'C' },
  title: 'Low tide',
  description: 'Old words',
  tags: ['sea'],
  category: 'travel',
  visibility: 'private',
  state: 'ready',
  created_at: '2026-05-01T00:00:00Z',
  updated_at: '2026-05-01T00:00:00Z',
  publish_at: '2026-06-01T18:30:00Z',
};
const edited: Edited = {
  title: 'Low tide', description: 'Old words', tags: ['sea'], category: 'travel', language: '', licence: '', visibility: 'private', publishAt: localTime('2026-06-01T18:30:00Z'),
};

describe('patchOf', () => {
  it('is empty when nothing was changed', () => {
    expect(patchOf(video, edited)).toEqual({});
  });

  it('has what was changed, and null for what was emptied', () => {
    expect(patchOf(video, { ...edited, title: ' High tide ', description: '', category: '', tags: ['sea', 'moon'], licence: 'cc-by', publishAt: '' })).toEqual({
      title: 'High tide',
      description: null,
      category: null,
      tags: ['sea', 'moon'],
      licence: 'cc-by',
      publish_at: null,
    });
  });

  it('sends a moment in the browser’s zone as the same moment', () => {
    expect(patchOf(video, { ...edited, publishAt: localTime('2026-07-02T06:00:00Z') })).toEqual({ publish_at: '2026-07-02T06:00:00.000Z' });
  });
});

describe('editedOf', () => {
  it('says of a form nobody touched that nothing changes, of an album too', () => {
    expect(editedOf(video)).toEqual(edited);
    const album: Album = { ...video, photos: [] };
    expect(patchOf(album, editedOf(album))).toEqual({});
    expect(patchOf(album, { ...editedOf(album), title: 'Harbour' })).toEqual({ title: 'Harbour' });
  });
});

describe('publishing', () => {
  it('is a moment where one was chosen, and nothing where none was', () => {
    expect(publishing(localTime('2026-07-02T06:00:00Z'))).toEqual({ publish_at: '2026-07-02T06:00:00.000Z' });
    expect(publishing('')).toEqual({});
  });
});

describe('changedMeanwhile', () => {
  it('says no when only other things changed', () => {
    expect(changedMeanwhile(video, { ...video, state: 'ready', tags: ['sea', 'moon'] }, { title: 'High tide' })).toBe(false);
  });

  it('says yes when somebody changed the same', () => {
    expect(changedMeanwhile(video, { ...video, title: 'Ebb' }, { title: 'High tide' })).toBe(true);
  });
});
