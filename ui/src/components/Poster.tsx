import { useState } from 'react';
import { clock } from '../util/format';
import { FilmIcon, PhotosIcon } from './icons';

interface Props {
  kind?: 'video' | 'album';
  src: string | undefined;
  durationMs: number | undefined;
  /** How much of it was watched, 0 to 1. */
  watched?: number | undefined;
}

export function Poster({ kind = 'video', src, durationMs, watched }: Props) {
  const [broken, setBroken] = useState(false);
  return (
    <span className="poster">
      {src !== undefined && !broken ? (
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => {
            setBroken(true);
          }}
        />
      ) : (
        <span className="poster-empty">{kind === 'album' ? <PhotosIcon /> : <FilmIcon />}</span>
      )}
      {durationMs !== undefined && <span className="duration">{clock(durationMs / 1000)}</span>}
      {kind === 'album' && <span className="duration">Photos</span>}
      {watched !== undefined && <progress className="poster-watched" aria-label="Watched" max={1} value={watched} />}
    </span>
  );
}
