import { useNavigate } from '@tanstack/react-router';

/** Changes words of this page's address and leaves the others; undefined takes one away. */
export function useWords(): (change: Record<string, string | undefined>) => void {
  const navigate = useNavigate();
  return (change) => {
    // What a page does not know in its address, its route drops.
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...change })) as never, replace: true, resetScroll: false });
  };
}
