import { expect, it } from 'vitest';
import type { TimelineEntry } from '../api/types';
import { happened } from './happened';

it.each<[Omit<TimelineEntry, 'at'>, string]>([
  [{ kind: 'upload_completed', size_bytes: 22_700_000 }, 'All of its file arrived, 22.7 MB'],
  [{ kind: 'queued', place: 3 }, 'Waits for an encoder, at place 3'],
  [{ kind: 'started', attempt: 2, worker: 'encoder-1' }, 'Taken for try 2 by encoder-1'],
  [{ kind: 'making', step: 'encoding', rung: '240p' }, 'Encodes 240p'],
  [{ kind: 'lost', piece: 'low 3', detail: 'Its lease ended.' }, 'Taken from an encoder that fell silent (piece low 3): Its lease ended.'],
  [{ kind: 'ready', renditions: ['240p', '360p'] }, 'All of it is ready: 240p, 360p'],
])('happened(%j) is %s', (entry, words) => {
  expect(happened({ at: '2026-11-23T17:00:00Z', ...entry })).toBe(words);
});
