import { useEffect, type RefObject } from 'react';
import { keepPosition } from '../api/social';

const EVERY_MS = 10_000;

/** Has a member's place in a film kept, while it plays, when it pauses and when they leave. */
export function useKeepPosition(media: RefObject<HTMLVideoElement | null>, videoId: string, member: boolean): void {
  useEffect(() => {
    const element = media.current;
    if (element === null || !member) {
      return undefined;
    }
    let kept = -1;
    const keep = () => {
      const ms = element.currentTime * 1000;
      if (element.played.length > 0 && Math.abs(ms - kept) >= 1000) {
        kept = ms;
        keepPosition(videoId, ms);
      }
    };
    const timer = setInterval(() => {
      if (!element.paused) {
        keep();
      }
    }, EVERY_MS);
    const events = ['pause', 'ended'];
    for (const event of events) {
      element.addEventListener(event, keep);
    }
    addEventListener('pagehide', keep);
    return () => {
      keep();
      clearInterval(timer);
      removeEventListener('pagehide', keep);
      for (const event of events) {
        element.removeEventListener(event, keep);
      }
    };
  }, [media, videoId, member]);
}
