import { useEffect, type RefObject } from 'react';
import { say } from '../api/report';
import { PlaybackReport, type Seen } from '../util/playbackReport';

/** Tells analytics what a video element plays, from the wish to watch to the leaving of the page. */
export function usePlaybackReport(media: RefObject<HTMLVideoElement | null>, video: string, session: string, source: string | undefined, failure: string | undefined): void {
  useEffect(() => {
    const element = media.current;
    if (element === null) {
      return undefined;
    }
    const report = new PlaybackReport((kind, position_ms, amounts) => {
      say({
        type: 'playback',
        id: crypto.randomUUID(),
        time: new Date().toISOString(),
        session,
        video,
        kind,
        position_ms,
        ...amounts,
        ...(kind === 'started' && source !== undefined ? { source } : {}),
      });
    });
    // Where it last was: when a jump begins, the element is already where it goes to.
    let last = element.currentTime;
    const seen = (position = element.currentTime): Seen => ({
      position,
      now: performance.now(),
      rung: element.videoWidth === 0 ? undefined : Math.min(element.videoWidth, element.videoHeight),
      playerHeight: element.clientHeight * devicePixelRatio,
    });
    const on: Record<string, () => void> = {
      play: () => {
        report.wanted(seen());
      },
      playing: () => {
        report.moves(seen());
      },
      waiting: () => {
        if (!element.seeking) {
          report.still(seen());
        }
      },
      timeupdate: () => {
        if (!element.seeking && !element.paused) {
          report.at(seen());
          last = element.currentTime;
        }
      },
      seeking: () => {
        report.stops(seen(last));
      },
      pause: () => {
        report.stops(seen());
      },
      ended: () => {
        report.ended(seen());
      },
      matineefailed: () => {
        report.failed(seen(), 'media');
      },
    };
    for (const [event, listener] of Object.entries(on)) {
      element.addEventListener(event, listener);
    }
    const leave = () => {
      report.ended(seen());
    };
    addEventListener('pagehide', leave);
    return () => {
      leave();
      removeEventListener('pagehide', leave);
      for (const [event, listener] of Object.entries(on)) {
        element.removeEventListener(event, listener);
      }
    };
  }, [media, video, session, source]);

  useEffect(() => {
    if (failure !== undefined) {
      media.current?.dispatchEvent(new Event('matineefailed'));
    }
  }, [media, failure]);
}
