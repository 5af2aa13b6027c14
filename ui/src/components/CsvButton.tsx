import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { tellFailure } from '../hooks/useNotices';

/** Asks the service for the same numbers as CSV, and hands the file over. */
export function CsvButton({ name, load }: { name: string; load: () => Promise<string> }) {
  const fetching = useMutation({
    mutationFn: load,
    onSuccess: (text) => {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${name}.csv`;
      link.click();
      URL.revokeObjectURL(url);
    },
    onError: tellFailure,
  });
  return (
    <Button variant="default" size="compact-sm" loading={fetching.isPending} onClick={() => { fetching.mutate(); }} aria-label={`CSV of ${name}`}>
      CSV
    </Button>
  );
}
