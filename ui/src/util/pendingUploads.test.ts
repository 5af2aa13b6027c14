import { describe, expect, it } from 'vitest';
import { forgetUpload, pendingFor, pendingUploads, rememberUpload, type PendingUpload } from './pendingUploads';

function memory(content?: string) {
  let held: string | null = content ?? null;
  return {
    getItem: () => held,
    setItem: (_: string, value: string) => {
      held = value;
    },
  };
}

function upload(videoId: string): PendingUpload {
  return { videoId, memberId: 'ada', title: 'A film', fileName: 'film.mp4', size: 10, lastModified: 1, startedAt: '2026-05-10T12:00:00Z' };
}

describe('pendingUploads', () => {
  it('remembers, replaces and forgets', () => {
    const store = memory();
    rememberUpload(store, upload('a'));
    rememberUpload(store, upload('b'));
    rememberUpload(store, { ...upload('a'), title: 'Another' });
    expect(pendingUploads(store, 'ada').map((entry) => entry.title)).toEqual(['Another', 'A film']);
    forgetUpload(store, 'a');
    expect(pendingUploads(store, 'ada').map((entry) => entry.videoId)).toEqual(['b']);
  });

  it('tells nobody of what another member began in the same browser', () => {
    const store = memory();
    rememberUpload(store, upload('a'));
    expect(pendingUploads(store, 'bo')).toEqual([]);
    rememberUpload(store, { ...upload('b'), memberId: 'bo' });
    expect(pendingUploads(store, 'ada').map((entry) => entry.videoId)).toEqual(['a']);
  });

  it('keeps a bounded number', () => {
    const store = memory();
    for (let i = 0; i < 50; i++) {
      rememberUpload(store, upload(String(i)));
    }
    expect(pendingUploads(store, 'ada')).toHaveLength(20);
  });

  it.each(['not json', '{}', '[1, null, {"videoId": 3}]'])('drops what it does not know: %s', (content) => {
    expect(pendingUploads(memory(content), 'ada')).toEqual([]);
  });

  it('knows its file again', () => {
    const uploads = [upload('a')];
    expect(pendingFor(uploads, { name: 'film.mp4', size: 10, lastModified: 1 })?.videoId).toBe('a');
    expect(pendingFor(uploads, { name: 'film.mp4', size: 11, lastModified: 1 })).toBeUndefined();
  });
});
