import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { followQuery } from '../api/social';
import type { ChannelName, Visibility } from '../api/types';
import { count } from '../util/format';
import { ChannelAvatar } from './ChannelAvatar';
import { FollowButton } from './FollowButton';
import { LockIcon } from './icons';

/** Whose it is, and who may see it. */
export function Byline({ channel, visibility }: { channel: ChannelName; visibility: Visibility }) {
  const { data } = useQuery(followQuery(channel.id));
  return (
    <div className="byline">
      <ChannelAvatar name={channel.name} />
      <div>
        <Link to="/channel/$channel" params={{ channel: channel.handle }} className="byline-name">
          {channel.name}
        </Link>
        <p className="meta">{data === undefined ? '\u00a0' : count(data.followers, 'follower')}</p>
      </div>
      <FollowButton channel={channel} />
      {visibility !== 'public' && (
        <Badge variant="light" color="gray" leftSection={<LockIcon />}>
          {visibility}
        </Badge>
      )}
    </div>
  );
}
