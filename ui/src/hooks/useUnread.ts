import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { unreadQuery } from '../api/notifications';
import { listen } from '../api/stream';
import { useMember } from './useSession';

/** How many notifications wait, as they come. */
export function useUnread(): number {
  const client = useQueryClient();
  const id = useMember()?.id;
  const { data } = useQuery({ ...unreadQuery, enabled: id !== undefined });
  useEffect(() => {
    if (id === undefined) {
      return undefined;
    }
    const stop = new AbortController();
    void listen('/api/notify/v1/stream', stop.signal, ({ event, data: text }) => {
      if (event === 'unread') {
        client.setQueryData(unreadQuery.queryKey, JSON.parse(text) as { unread?: number });
      } else {
        void client.invalidateQueries({ queryKey: ['inbox'] });
        void client.invalidateQueries({ queryKey: unreadQuery.queryKey });
      }
    });
    return () => {
      stop.abort();
    };
  }, [client, id]);
  return data?.unread ?? 0;
}
