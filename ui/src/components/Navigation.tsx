import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/catalog';
import { useMember } from '../hooks/useSession';
import { BellIcon, ChartIcon, ClockIcon, FilmIcon, FlagIcon, FlameIcon, HeartIcon, HomeIcon, ListIcon, PeopleIcon, ServerIcon } from './icons';
import { NavItem } from './links';

/** The ways through the house, for who is there. */
export function Navigation({ label, onChosen }: { label: string; onChosen?: () => void }) {
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined }).data;
  const staff = me?.roles.filter((role) => role === 'operator' || role === 'moderator') ?? [];
  const here = { activeProps: { active: true } };
  return (
    <nav aria-label={label} onClickCapture={onChosen}>
      <NavItem to="/" label="Watch" leftSection={<HomeIcon />} activeOptions={{ exact: true, includeSearch: true }} {...here} />
      <NavItem to="/" search={{ show: 'trending' }} label="Trending" leftSection={<FlameIcon />} activeOptions={{ exact: true, includeSearch: true }} {...here} />
      {member !== undefined && (
        <>
          <p className="nav-title">You</p>
          <NavItem to="/following" label="Following" leftSection={<PeopleIcon />} {...here} />
          <NavItem to="/inbox" label="Inbox" leftSection={<BellIcon />} {...here} />
          <NavItem to="/history" label="History" leftSection={<ClockIcon />} {...here} />
          <NavItem to="/playlists" label="Playlists" leftSection={<ListIcon />} {...here} />
          <NavItem to="/likes" label="Liked" leftSection={<HeartIcon />} {...here} />
        </>
      )}
      {me?.roles.includes('creator') === true && (
        <>
          <p className="nav-title">Studio</p>
          <NavItem to="/mine" label="My videos" leftSection={<FilmIcon />} {...here} />
          <NavItem to="/studio/analytics" label="Channel analytics" leftSection={<ChartIcon />} {...here} />
        </>
      )}
      {staff.length > 0 && <p className="nav-title">House</p>}
      {staff.includes('operator') && (
        <>
          <NavItem to="/analytics" label="Analytics" leftSection={<ChartIcon />} {...here} />
          <NavItem to="/operations" label="Operations" leftSection={<ServerIcon />} {...here} />
        </>
      )}
      {staff.includes('moderator') && <NavItem to="/moderation" label="Moderation" leftSection={<FlagIcon />} {...here} />}
    </nav>
  );
}
