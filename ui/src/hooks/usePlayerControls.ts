import { useEffect, type RefObject } from 'react';
import { jumpTo, playAt } from '../util/media';
import type { PlayerActions } from '../util/playerKeys';
import { useChosen } from './useChosen';

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export interface Controls extends Omit<PlayerActions, 'help'> {
  seek: (seconds: number) => void;
  setVolume: (volume: number) => void;
  speed: number;
  setSpeed: (speed: number) => void;
  canPicture: boolean;
  hasTheatre: boolean;
}

interface Options {
  box: RefObject<HTMLDivElement | null>;
  video: RefObject<HTMLVideoElement | null>;
  title: string;
  /** Seconds to begin at. */
  begin: number | undefined;
  /** Whether it plays from there at once. */
  goesOn: boolean;
  captions: string;
  languages: string[];
  setCaptions: (language: string) => void;
  onTheatre: (() => void) | undefined;
}

/** What can be done to what plays, by button, key or the system's own media keys. */
export function usePlayerControls({ box, video, title, begin, goesOn, captions, languages, setCaptions, onTheatre }: Options): Controls {
  const [speedWord, setSpeedWord] = useChosen('speed', '1');
  const speed = SPEEDS.find((one) => String(one) === speedWord) ?? 1;

  useEffect(() => {
    if (video.current !== null) {
      playAt(video.current, speed);
    }
  }, [video, speed]);

  useEffect(() => {
    const element = video.current;
    if (element === null || begin === undefined) {
      return undefined;
    }
    const jump = () => {
      jumpTo(element, begin);
      if (goesOn) {
        element.play().catch(() => undefined);
      }
    };
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) {
      jump();
      return undefined;
    }
    element.addEventListener('loadedmetadata', jump, { once: true });
    return () => {
      element.removeEventListener('loadedmetadata', jump);
    };
  }, [video, begin, goesOn]);

  useEffect(() => {
    if ('mediaSession' in navigator) {
      navigator.mediaSession.metadata = new MediaMetadata({ title });
    }
  }, [title]);

  const change = (act: (element: HTMLVideoElement) => void) => {
    if (video.current !== null) {
      act(video.current);
    }
  };
  const seek = (seconds: number) => {
    change((element) => {
      element.currentTime = Math.min(Math.max(0, seconds), Number.isFinite(element.duration) ? element.duration : 0);
    });
  };
  const setVolume = (volume: number) => {
    change((element) => {
      element.volume = Math.min(Math.max(0, volume), 1);
      element.muted = volume <= 0;
    });
  };
  const setSpeed = (wanted: number) => {
    setSpeedWord(String(wanted));
  };
  return {
    seek,
    setVolume,
    speed,
    setSpeed,
    canPicture: document.pictureInPictureEnabled,
    hasTheatre: onTheatre !== undefined,
    toggle: () => {
      change((element) => {
        if (element.paused) {
          // A browser may refuse; the button then still says "Play".
          element.play().catch(() => undefined);
        } else {
          element.pause();
        }
      });
    },
    jump: (seconds) => {
      change((element) => {
        seek(element.currentTime + seconds);
      });
    },
    seekTo: (share) => {
      change((element) => {
        seek(element.duration * share);
      });
    },
    louder: (by) => {
      change((element) => {
        setVolume((element.muted ? 0 : element.volume) + by);
      });
    },
    faster: (steps) => {
      setSpeed(SPEEDS[SPEEDS.indexOf(speed) + steps] ?? speed);
    },
    mute: () => {
      change((element) => {
        element.muted = !element.muted;
      });
    },
    captions: () => {
      setCaptions(captions === 'off' ? (languages[0] ?? 'off') : 'off');
    },
    fullscreen: () => {
      if (!document.fullscreenEnabled) {
        // A telephone that shows nothing but a film over all of its screen, by a method of its own.
        (video.current as Partial<{ webkitEnterFullscreen: () => void }> | null)?.webkitEnterFullscreen?.();
        return;
      }
      const done = document.fullscreenElement === null ? box.current?.requestFullscreen() : document.exitFullscreen();
      done?.catch(() => undefined);
    },
    theatre: () => onTheatre?.(),
    picture: () => {
      change((element) => {
        const done = document.pictureInPictureElement === null ? element.requestPictureInPicture() : document.exitPictureInPicture();
        Promise.resolve(done).catch(() => undefined);
      });
    },
  };
}
