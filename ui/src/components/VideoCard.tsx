import { useState } from 'react';
import { Link } from 'react-router';
import type { Video } from '../api/types';
import { ago, clock } from '../util/format';
import { pages } from '../util/paths';
import { FilmIcon } from './icons';

export function Poster({ video }: { video: Video }) {
  const [broken, setBroken] = useState(false);
  return (
    <span className="poster">
      {video.poster_url != null && !broken ? (
        <img
          src={video.poster_url}
          alt=""
          loading="lazy"
          onError={() => {
            setBroken(true);
          }}
        />
      ) : (
        <span className="poster-empty">
          <FilmIcon />
        </span>
      )}
      {video.duration_ms != null && <span className="duration">{clock(video.duration_ms / 1000)}</span>}
    </span>
  );
}

export function VideoCard({ video, now }: { video: Video; now: number }) {
  return (
    <li className="card">
      <Link to={pages.watch(video.id)}>
        <Poster video={video} />
        <h2>{video.title}</h2>
      </Link>
      <p className="meta">
        {video.channel.name} · {ago(video.published_at ?? video.created_at, now)}
      </p>
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
