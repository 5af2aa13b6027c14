import { catalogApi } from '../util/paths';
import { call, type Answer } from './http';
import type { NewVideo, Page, Playback, Video, Visibility } from './types';

const PAGE = 24;

export async function listVideos(cursor: string | undefined, signal?: AbortSignal): Promise<Page<Video>> {
  return (await call<Page<Video>>(catalogApi.videos({ limit: PAGE, cursor }), { signal })).value;
}

export async function listMyVideos(cursor: string | undefined, signal?: AbortSignal): Promise<Page<Video>> {
  return (await call<Page<Video>>(catalogApi.myVideos({ limit: PAGE, cursor }), { login: 'always', signal })).value;
}

export function getVideo(id: string, signal?: AbortSignal): Promise<Answer<Video>> {
  return call<Video>(catalogApi.video(id), { login: 'ifAny', signal });
}

export async function getPlayback(id: string, signal?: AbortSignal): Promise<Playback> {
  return (await call<Playback>(catalogApi.playback(id), { login: 'ifAny', signal })).value;
}

export async function createVideo(video: NewVideo, idempotencyKey: string): Promise<Video> {
  return (await call<Video>(catalogApi.videos(), { method: 'POST', body: video, login: 'always', idempotencyKey })).value;
}

/** Changes what is given, and only if nobody else changed the video since it was read. */
export async function changeVideo(id: string, change: { visibility: Visibility }): Promise<Video> {
  const { etag } = await getVideo(id);
  return (await call<Video>(catalogApi.video(id), { method: 'PATCH', body: change, login: 'always', etag })).value;
}

/** Has a failed video made again, of the file that is there or, when there is none, of one to be uploaded. */
export async function retryVideo(id: string): Promise<Video> {
  return (await call<Video>(catalogApi.retry(id), { method: 'POST', login: 'always' })).value;
}

/** Opens a failed video for another upload. */
export async function reopenVideo(id: string): Promise<Video> {
  return (await call<Video>(catalogApi.retry(id, { file: 'another' }), { method: 'POST', login: 'always' })).value;
}

export async function deleteVideo(id: string): Promise<void> {
  await call<undefined>(catalogApi.video(id), { method: 'DELETE', login: 'always' });
}
