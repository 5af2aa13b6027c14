import { useEffect, useState } from 'react';
import { parseStoryboard, type Tile } from '../util/storyboard';

/** The pictures under the seek bar; none where there is no storyboard, since a film plays as well without. */
export function useStoryboard(url: string | undefined): Tile[] {
  const [tiles, setTiles] = useState<Tile[]>([]);
  useEffect(() => {
    if (url === undefined) {
      return undefined;
    }
    const stop = new AbortController();
    fetch(url, { signal: stop.signal })
      .then(async (response) => {
        if (response.ok) {
          setTiles(parseStoryboard(await response.text(), url));
        }
      })
      .catch(() => undefined);
    return () => {
      stop.abort();
    };
  }, [url]);
  return tiles;
}
