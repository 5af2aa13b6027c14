import { useEffect, type RefObject } from 'react';
import { showCaptions } from '../util/media';

/** Shows the captions of one language, or none. */
export function useCaptions(media: RefObject<HTMLVideoElement | null>, language: string): void {
  useEffect(() => {
    const tracks = media.current?.textTracks;
    if (tracks === undefined) {
      return undefined;
    }
    const show = () => {
      showCaptions(tracks, language);
    };
    show();
    tracks.addEventListener('addtrack', show);
    return () => {
      tracks.removeEventListener('addtrack', show);
    };
  }, [media, language]);
}
