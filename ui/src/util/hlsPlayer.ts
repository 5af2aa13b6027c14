import Hls, { ErrorTypes, Events, type CMCDControllerConfig, type ErrorData, type Level } from 'hls.js';

export interface LevelChoice {
  index: number;
  label: string;
}

export interface HlsEvents {
  /** Best first. */
  levels(choices: LevelChoice[]): void;
  playing(level: number): void;
  /** A sentence: nothing more will play until the address is asked for again. */
  failed(sentence: string): void;
}

export interface HlsPlayer {
  /** -1 lets the player choose. */
  choose(level: number): void;
  close(): void;
}

const MEDIA_TRIES = 2;
const START_BITS_PER_S = 3_500_000;
const NOT_LOADED = 'The video cannot be loaded at the moment. Check your connection and try again.';
const NOT_PLAYED = 'This browser cannot play this video.';

/** What the CDN is told with each request, so that quality is known from its log alone; never the address of what comes next. */
const CMCD_KEYS: NonNullable<CMCDControllerConfig['includeKeys']> = [
  'br', 'bl', 'bs', 'cid', 'd', 'mtp', 'ot', 'rtp', 'sf', 'sid', 'st', 'su', 'tb',
];

/** What is played: `sessionId` is the id of this playback, the same in all that is reported of it, `contentId` the video. */
export interface PlaybackIds {
  sessionId: string;
  contentId: string;
}

/** Plays an HLS address in a video element; CMCD (CTA-5004) goes along in the query. */
export function openHls(element: HTMLVideoElement, url: string, ids: PlaybackIds, events: HlsEvents): HlsPlayer {
  if (!Hls.isSupported()) {
    // Safari on a phone plays HLS by itself, and chooses by itself too.
    const failed = () => {
      events.failed(element.error?.code === MediaError.MEDIA_ERR_NETWORK ? NOT_LOADED : NOT_PLAYED);
    };
    element.addEventListener('error', failed);
    element.src = url;
    return {
      choose: () => undefined,
      close: () => {
        element.removeEventListener('error', failed);
        element.removeAttribute('src');
        element.load();
      },
    };
  }
  const hls = new Hls({
    capLevelToPlayerSize: true,
    backBufferLength: 60,
    cmcd: { sessionId: ids.sessionId, contentId: ids.contentId, includeKeys: CMCD_KEYS },
    // Begin with a rung that most connections carry, rather than with the lowest.
    startLevel: -1,
    abrEwmaDefaultEstimate: START_BITS_PER_S,
    // The captions are tracks of the element, so that Safari's own player and this one show the same.
    renderTextTracksNatively: false,
    enableWebVTT: false,
  });
  let mediaTries = 0;
  hls.on(Events.MANIFEST_PARSED, (_, { levels }) => {
    events.levels(levels.map((level, index) => ({ index, label: labelOf(level) })).reverse());
  });
  hls.on(Events.LEVEL_SWITCHED, (_, { level }) => {
    events.playing(level);
  });
  hls.on(Events.ERROR, (_, error) => {
    if (!error.fatal) {
      return;
    }
    if (error.type === ErrorTypes.MEDIA_ERROR && mediaTries < MEDIA_TRIES) {
      mediaTries += 1;
      hls.recoverMediaError();
      return;
    }
    hls.stopLoad();
    events.failed(sentence(error));
  });
  hls.loadSource(url);
  hls.attachMedia(element);
  return {
    choose: (level) => {
      hls.nextLevel = level;
    },
    close: () => {
      hls.destroy();
    },
  };
}

function labelOf(level: Level): string {
  return level.height === 0 ? `${Math.round(level.bitrate / 1000)} kb/s` : `${Math.min(level.width, level.height)}p`;
}

function sentence(error: ErrorData): string {
  if (error.response?.code === 403) {
    return 'This video may no longer be watched with this link.';
  }
  if (error.response?.code === 404) {
    return 'This video is no longer there.';
  }
  return error.type === ErrorTypes.NETWORK_ERROR ? NOT_LOADED : NOT_PLAYED;
}
