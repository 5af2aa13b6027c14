import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { likeQuery, setLike } from '../api/social';
import { useAsMember } from '../hooks/useAsMember';
import { tellFailure } from '../hooks/useNotices';
import { number } from '../util/format';
import { HeartIcon } from './icons';

export function LikeButton({ kind, id }: { kind: 'video' | 'album'; id: string }) {
  const client = useQueryClient();
  const asMember = useAsMember();
  const { data } = useQuery(likeQuery(kind, id));
  const like = useMutation({
    mutationFn: (liked: boolean) => setLike(kind, id, liked),
    onSuccess: (now) => client.setQueryData(likeQuery(kind, id).queryKey, now),
    onError: tellFailure,
  });
  const liked = like.isPending ? like.variables : (data?.liked ?? false);
  return (
    <Button
      variant={liked ? 'filled' : 'default'}
      leftSection={<HeartIcon />}
      aria-pressed={liked}
      aria-label={data === undefined ? 'Like' : `Like, ${number(data.likes)} ${data.likes === 1 ? 'like' : 'likes'}`}
      onClick={() => {
        asMember(() => {
          like.mutate(!liked);
        });
      }}
    >
      {data === undefined ? 'Like' : number(data.likes)}
    </Button>
  );
}
