import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { meQuery } from '../api/catalog';
import { followQuery, setFollow } from '../api/social';
import type { ChannelName } from '../api/types';
import { useAsMember } from '../hooks/useAsMember';
import { tellFailure } from '../hooks/useNotices';
import { useMember } from '../hooks/useSession';

export function FollowButton({ channel }: { channel: Pick<ChannelName, 'id' | 'name'> }) {
  const client = useQueryClient();
  const asMember = useAsMember();
  const member = useMember();
  const { data } = useQuery(followQuery(channel.id));
  const me = useQuery({ ...meQuery, enabled: member !== undefined });
  const follow = useMutation({
    mutationFn: (following: boolean) => setFollow(channel.id, following),
    onSuccess: (now) => {
      client.setQueryData(followQuery(channel.id).queryKey, now);
      return Promise.all([client.invalidateQueries({ queryKey: ['follows'] }), client.invalidateQueries({ queryKey: ['feed', 'following'] })]);
    },
    onError: tellFailure,
  });
  if (me.data?.channel.id === channel.id) {
    return null;
  }
  const following = follow.isPending ? follow.variables : (data?.following ?? false);
  return (
    <Button
      variant={following ? 'default' : 'filled'}
      aria-pressed={following}
      aria-label={`${following ? 'Following' : 'Follow'} ${channel.name}`}
      onClick={() => {
        asMember(() => {
          follow.mutate(!following);
        });
      }}
    >
      {following ? 'Following' : 'Follow'}
    </Button>
  );
}
