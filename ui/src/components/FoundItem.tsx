import { Avatar } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FoundItem as Item } from '../api/types';
import { ago, clock, count, initialOf } from '../util/format';
import { Highlighted } from './Highlighted';
import { ListIcon } from './icons';
import { Poster } from './Poster';

/** One thing that was found: what it is, where the words are in it, and the seconds at which they are said. */
export function FoundItem({ item, now }: { item: Item; now: number }) {
  const title = <Highlighted html={item.highlights?.['title']?.[0] ?? escaped(item.title)} />;
  const description = item.highlights?.['description']?.[0];
  return (
    <li className="found" data-id={item.id}>
      <Picture item={item} />
      <div className="found-text">
        <h2>
          <To item={item}>{title}</To>
        </h2>
        <p className="meta">
          {item.kind === 'channel' ? (
            count(item.followers, 'follower')
          ) : (
            <>
              <Link to="/channel/$channel" params={{ channel: item.channel.handle }} className="meta-link">
                {item.channel.name}
              </Link>
              {item.published_at !== undefined && ` · ${ago(item.published_at, now)}`}
              {item.likes > 0 && ` · ${count(item.likes, 'like')}`}
            </>
          )}
        </p>
        {description !== undefined ? (
          <p className="found-words">
            <Highlighted html={description} />
          </p>
        ) : (
          <p className="found-words">{item.description}</p>
        )}
        {item.cues?.map((cue) => (
          <Link key={cue.start_ms} className="found-cue" to="/watch/$videoId" params={{ videoId: item.id }} search={{ t: Math.floor(cue.start_ms / 1000) }}>
            <span className="found-at">{clock(cue.start_ms / 1000)}</span> <Highlighted html={cue.text} />
          </Link>
        ))}
      </div>
    </li>
  );
}

// A title without a highlight is text, which `Highlighted` would read as HTML.
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function To({ item, children }: { item: Item; children: React.ReactNode }) {
  switch (item.kind) {
    case 'video':
      return (
        <Link to="/watch/$videoId" params={{ videoId: item.id }}>
          {children}
        </Link>
      );
    case 'album':
      return (
        <Link to="/album/$albumId" params={{ albumId: item.id }}>
          {children}
        </Link>
      );
    case 'channel':
      return (
        <Link to="/channel/$channel" params={{ channel: item.channel.handle }}>
          {children}
        </Link>
      );
    case 'playlist':
      return (
        <Link to="/playlist/$playlistId" params={{ playlistId: item.id }}>
          {children}
        </Link>
      );
  }
}

function Picture({ item }: { item: Item }) {
  if (item.kind === 'channel') {
    return (
      <Avatar size={96} radius={96} color="ember" className="found-avatar" aria-hidden="true">
        {initialOf(item.title)}
      </Avatar>
    );
  }
  if (item.kind === 'playlist') {
    return (
      <span className="poster">
        <span className="poster-empty">
          <ListIcon />
        </span>
      </span>
    );
  }
  return <Poster kind={item.kind} src={item.poster} durationMs={item.duration_ms} />;
}
