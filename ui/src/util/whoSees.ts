import type { Playlist } from '../api/types';

/** Who may see a playlist, in words. */
export const WHO_SEES: { value: Playlist['visibility']; label: string }[] = [
  { value: 'private', label: 'Only me' },
  { value: 'unlisted', label: 'Who has its link' },
  { value: 'public', label: 'Everybody' },
];
