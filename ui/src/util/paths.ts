/** The one place that knows how addresses are built: pages of the app, API routes, and nothing else. */
type Query = Record<string, string | number | undefined>;

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

const id = encodeURIComponent;

export const pages = {
  home: () => '/',
  watch: (videoId: string) => `/watch/${id(videoId)}`,
  upload: (videoId?: string) => withQuery('/upload', { video: videoId }),
  mine: () => '/mine',
  loginCallback: () => '/login/callback',
};

export const catalogApi = {
  videos: (query: Query = {}) => withQuery('/api/catalog/v1/videos', query),
  myVideos: (query: Query = {}) => withQuery('/api/catalog/v1/me/videos', query),
  video: (videoId: string) => `/api/catalog/v1/videos/${id(videoId)}`,
  retry: (videoId: string, query: Query = {}) => withQuery(`/api/catalog/v1/videos/${id(videoId)}/retry`, query),
  playback: (videoId: string) => `/api/catalog/v1/videos/${id(videoId)}/playback`,
};

export const uploadApi = {
  files: () => '/api/upload/v1/files',
};
