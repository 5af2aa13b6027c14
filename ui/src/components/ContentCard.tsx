import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ago } from '../util/format';
import type { Shown } from '../util/shown';
import { Poster } from './Poster';

interface Props {
  shown: Shown;
  now: number;
  /** How much of it was watched, 0 to 1. */
  watched?: number;
  /** Beside the picture rather than under it. */
  aside?: boolean;
  children?: ReactNode;
}

export function ContentCard({ shown, now, watched, aside = false, children }: Props) {
  const inside = (
    <>
      <Poster kind={shown.kind} src={shown.poster} durationMs={shown.durationMs} watched={watched} />
      <h2>{shown.title}</h2>
    </>
  );
  return (
    <li className={aside ? 'card aside' : 'card'} data-id={shown.id}>
      {shown.kind === 'album' ? (
        <Link to="/album/$albumId" params={{ albumId: shown.id }}>
          {inside}
        </Link>
      ) : (
        <Link to="/watch/$videoId" params={{ videoId: shown.id }}>
          {inside}
        </Link>
      )}
      <p className="meta">
        <Link to="/channel/$channel" params={{ channel: shown.channel.handle }} className="meta-link">
          {shown.channel.name}
        </Link>
        {shown.at !== '' && ` · ${ago(shown.at, now)}`}
      </p>
      {children}
    </li>
  );
}

export function CardSkeletons({ count = 8 }: { count?: number }) {
  return (
    <ul className="grid" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li className="card skeleton" key={index}>
          <span className="poster" />
          <span className="line" />
          <span className="line short" />
        </li>
      ))}
    </ul>
  );
}
