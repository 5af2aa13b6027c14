import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Playlist } from '../api/types';
import { count } from '../util/format';
import { ListIcon } from './icons';

export function PlaylistRows({ playlists }: { playlists: Playlist[] }) {
  return (
    <ul className="rows">
      {playlists.map((playlist) => (
        <li key={playlist.id} className="row line-row">
          <ListIcon />
          <div>
            <h2>
              <Link to="/playlist/$playlistId" params={{ playlistId: playlist.id }}>
                {playlist.title}
              </Link>
            </h2>
            <p className="meta">{count(playlist.items, 'video')}</p>
          </div>
          {playlist.visibility !== 'public' && (
            <Badge variant="light" color="gray">
              {playlist.visibility}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
