import type { Video } from '../api/types';

/** Whether more of a video is to come: it is on its way, or it can be watched while its larger sizes are made. */
export function isBeingMade(video: Pick<Video, 'state' | 'progress'>): boolean {
  return video.state === 'uploading' || video.state === 'processing' || (video.state === 'ready' && video.progress != null);
}
