import { useMember } from '../hooks/useSession';
import { FilmIcon, HomeIcon } from './icons';
import { NavItem } from './links';

/** The ways through the house, for who is there. */
export function Navigation({ label, onChosen }: { label: string; onChosen?: () => void }) {
  const member = useMember();
  return (
    <nav aria-label={label} onClickCapture={onChosen}>
      <NavItem to="/" label="Watch" leftSection={<HomeIcon />} activeOptions={{ exact: true }} activeProps={{ active: true }} />
      {member !== undefined && <NavItem to="/mine" label="My videos" leftSection={<FilmIcon />} activeProps={{ active: true }} />}
    </nav>
  );
}
