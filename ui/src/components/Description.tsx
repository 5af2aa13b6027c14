import { Badge, Group, Spoiler } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import '@mantine/core/styles/Spoiler.css';
import type { Album, Video } from '../api/types';
import { chosenDate } from '../util/format';

/** When it came out, what its maker says of it, and the words it is found by. */
export function Description({ of }: { of: Pick<Video & Album, 'published_at' | 'created_at' | 'description' | 'tags' | 'licence'> }) {
  return (
    <div className="about">
      <p className="meta">
        <time dateTime={of.published_at ?? of.created_at}>{chosenDate(of.published_at ?? of.created_at)}</time>
        {of.licence !== undefined && ` · ${of.licence}`}
      </p>
      {of.description !== undefined && of.description !== '' && (
        <Spoiler maxHeight={110} showLabel="Show all of it" hideLabel="Show less">
          <p className="description">{of.description}</p>
        </Spoiler>
      )}
      {of.tags.length > 0 && (
        <Group gap="xs" mt="xs">
          {of.tags.map((tag) => (
            <Link key={tag} to="/search" search={{ tag }} className="tag-link">
              <Badge variant="light" tt="none">
                {tag}
              </Badge>
            </Link>
          ))}
        </Group>
      )}
    </div>
  );
}
