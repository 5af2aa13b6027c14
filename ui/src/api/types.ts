export type Visibility = 'public' | 'unlisted' | 'followers' | 'private';
export type VideoState = 'uploading' | 'processing' | 'ready' | 'failed';

export interface Channel {
  id: string;
  handle: string;
  name: string;
}

export interface Progress {
  step: string;
  percent: number;
  rung?: string | null;
}

export interface Failure {
  code: string;
  detail: string;
  retryable: boolean;
}

export interface Video {
  id: string;
  channel: Channel;
  title: string;
  description?: string | null;
  visibility: Visibility;
  state: VideoState;
  progress?: Progress | null;
  failure?: Failure | null;
  duration_ms?: number | null;
  poster_url?: string | null;
  created_at: string;
  published_at?: string | null;
}

export interface Playback {
  manifest_url: string;
  poster_url?: string | null;
  storyboard_url?: string | null;
  expires_at?: string | null;
}

export interface Page<T> {
  data: T[];
  next_cursor?: string | null;
}

export interface NewVideo {
  title: string;
  description?: string;
  visibility: Visibility;
}
