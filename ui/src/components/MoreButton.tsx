import { InlineError } from './Notice';

interface Props {
  hasMore: boolean;
  busy: boolean;
  error: unknown;
  loadMore: () => Promise<void>;
}

export function MoreButton({ hasMore, busy, error, loadMore }: Props) {
  if (!hasMore) {
    return null;
  }
  return (
    <div className="more">
      <InlineError error={error} />
      <button type="button" className="button" disabled={busy} onClick={() => void loadMore()}>
        {busy ? 'Loading…' : 'Show more'}
      </button>
    </div>
  );
}
