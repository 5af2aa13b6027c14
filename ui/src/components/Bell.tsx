import { Indicator } from '@mantine/core';
import { useUnread } from '../hooks/useUnread';
import { BellIcon } from './icons';
import { IconLink } from './links';

/** The way to the inbox, with what waits there. */
export function Bell() {
  const unread = useUnread();
  const label = unread > 99 ? '99+' : String(unread);
  return (
    <Indicator label={label} disabled={unread === 0} size={18} offset={5} color="red">
      <IconLink to="/inbox" variant="subtle" color="gray" size="lg" aria-label={unread === 0 ? 'Inbox' : `Inbox, ${label} unread`}>
        <BellIcon />
      </IconLink>
    </Indicator>
  );
}
