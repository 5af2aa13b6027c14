import { useEffect, useRef, useState, type RefObject } from 'react';
import { openHls, type HlsPlayer, type LevelChoice } from '../util/hlsPlayer';

export interface Levels {
  /** Best first. */
  choices: LevelChoice[];
  /** The level that plays now. */
  playing: number;
  /** The level a viewer chose; -1 lets the player choose. */
  chosen: number;
  choose: (index: number) => void;
}

/** Plays an HLS address in a video element for as long as both are shown. */
export function useHls(
  video: RefObject<HTMLVideoElement | null>,
  url: string,
  sessionId: string,
  contentId: string,
  onFailure: (sentence: string) => void,
): Levels | undefined {
  const player = useRef<HlsPlayer>(undefined);
  const [choices, setChoices] = useState<LevelChoice[]>([]);
  const [playing, setPlaying] = useState(-1);
  const [chosen, setChosen] = useState(-1);

  useEffect(() => {
    if (video.current === null) {
      return undefined;
    }
    const opened = openHls(video.current, url, { sessionId, contentId }, { levels: setChoices, playing: setPlaying, failed: onFailure });
    player.current = opened;
    return () => {
      opened.close();
    };
  }, [video, url, sessionId, contentId, onFailure]);

  function choose(index: number): void {
    player.current?.choose(index);
    setChosen(index);
  }

  return choices.length === 0 ? undefined : { choices, playing, chosen, choose };
}
