import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ago } from '../util/format';
import type { Shown } from '../util/shown';
import { Poster } from './Poster';

interface Props {
  shown: Shown;
  now: number;
  watched?: number;
  children?: ReactNode;
}

export function ContentCard({ shown, now, watched, children }: Props) {
  return (
    <li className="card">
      <Link to="/watch/$videoId" params={{ videoId: shown.id }}>
        <Poster kind={shown.kind} src={shown.poster} durationMs={shown.durationMs} watched={watched} />
        <h2>{shown.title}</h2>
      </Link>
      <p className="meta">
        {shown.channel.name}
        {shown.at !== '' && ` · ${ago(shown.at, now)}`}
      </p>
      {children}
    </li>
  );
}

export function CardSkeletons() {
  return (
    <ul className="grid" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <li className="card skeleton" key={index}>
          <span className="poster" />
          <span className="line" />
          <span className="line short" />
        </li>
      ))}
    </ul>
  );
}
