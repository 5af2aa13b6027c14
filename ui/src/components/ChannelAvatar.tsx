import { Avatar } from '@mantine/core';
import { initialOf } from '../util/format';

/** Whose something is, at a glance; the name stands beside it in words. */
export function ChannelAvatar({ name, size }: { name: string; size?: number }) {
  return (
    <Avatar {...(size === undefined ? {} : { size })} radius={size ?? 'xl'} color="ember" aria-hidden="true">
      {initialOf(name)}
    </Avatar>
  );
}
