import { LinkButton } from '../components/links';
import { Empty } from '../components/Notice';
import { useTitle } from '../hooks/useTitle';

export function NotFound() {
  useTitle('Not found');
  return (
    <Empty page title="No such page">
      <p>This address leads nowhere.</p>
      <LinkButton to="/" variant="default">
        Back to the films
      </LinkButton>
    </Empty>
  );
}
