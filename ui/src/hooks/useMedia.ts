import { useEffect, useState, type RefObject } from 'react';

export interface MediaState {
  paused: boolean;
  ended: boolean;
  waiting: boolean;
  time: number;
  duration: number;
  bufferedTo: number;
  volume: number;
  muted: boolean;
}

const START: MediaState = {
  paused: true,
  ended: false,
  waiting: false,
  time: 0,
  duration: 0,
  bufferedTo: 0,
  volume: 1,
  muted: false,
};

const EVENTS = [
  'play', 'pause', 'ended', 'waiting', 'playing', 'seeking', 'seeked', 'timeupdate', 'durationchange', 'progress', 'volumechange',
] as const;

function bufferedTo(media: HTMLMediaElement): number {
  for (let i = 0; i < media.buffered.length; i++) {
    if (media.buffered.start(i) <= media.currentTime && media.currentTime <= media.buffered.end(i)) {
      return media.buffered.end(i);
    }
  }
  return media.currentTime;
}

/** What a media element does at the moment, for controls to show. */
export function useMedia(media: RefObject<HTMLVideoElement | null>): MediaState {
  const [state, setState] = useState(START);
  useEffect(() => {
    const element = media.current;
    if (element === null) {
      return undefined;
    }
    const read = () => {
      setState({
        paused: element.paused,
        ended: element.ended,
        waiting: !element.paused && !element.ended && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
        time: element.currentTime,
        duration: Number.isFinite(element.duration) ? element.duration : 0,
        bufferedTo: bufferedTo(element),
        volume: element.volume,
        muted: element.muted,
      });
    };
    for (const event of EVENTS) {
      element.addEventListener(event, read);
    }
    return () => {
      for (const event of EVENTS) {
        element.removeEventListener(event, read);
      }
    };
  }, [media]);
  return state;
}
