import { Link } from 'react-router';
import { Empty } from '../components/Notice';
import { useTitle } from '../hooks/useTitle';
import { pages } from '../util/paths';

export function NotFound() {
  useTitle('Not found');
  return (
    <Empty page title="No such page">
      <p>This address leads nowhere.</p>
      <Link to={pages.home()} className="button">
        Back to the films
      </Link>
    </Empty>
  );
}
