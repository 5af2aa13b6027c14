import type { Album, ChannelName, FeedItem, FoundItem, Video } from '../api/types';

/** What a card shows of a video or an album, whichever service told of it. */
export interface Shown {
  kind: 'video' | 'album';
  id: string;
  title: string;
  channel: ChannelName;
  poster: string | undefined;
  durationMs: number | undefined;
  at: string;
  likes?: number;
}

export function ofVideo(video: Video): Shown {
  return {
    kind: 'video',
    id: video.id,
    title: video.title,
    channel: video.channel,
    poster: video.poster_url,
    durationMs: video.duration_ms,
    at: video.published_at ?? video.created_at,
  };
}

export function ofAlbum(album: Album): Shown {
  const sizes = album.photos.find((photo) => photo.sizes.length > 0)?.sizes ?? [];
  return {
    kind: 'album',
    id: album.id,
    title: album.title,
    channel: album.channel,
    // Wide enough for a card on a fine screen, and no wider.
    poster: (sizes.find((size) => size.width >= 640) ?? sizes.at(-1))?.webp_url,
    durationMs: undefined,
    at: album.published_at ?? album.created_at,
  };
}

export function ofFeed(item: FeedItem): Shown {
  return {
    kind: item.kind,
    id: item.id,
    title: item.title,
    channel: item.channel,
    poster: item.poster,
    durationMs: item.duration_ms,
    at: item.published_at,
    likes: item.likes,
  };
}

export function ofFound(item: FoundItem & { kind: 'video' | 'album' }): Shown {
  return {
    kind: item.kind,
    id: item.id,
    title: item.title,
    channel: item.channel,
    poster: item.poster,
    durationMs: item.duration_ms,
    at: item.published_at ?? '',
    likes: item.likes,
  };
}
