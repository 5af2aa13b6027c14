import { Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useWords } from '../hooks/useWords';
import { periodOf, SPANS, type Period, type PeriodWords } from '../util/period';

const LABELS: Record<(typeof SPANS)[number], string> = { '7': 'Last 7 days', '28': 'Last 28 days', '90': 'Last 90 days', '365': 'Last year' };

/** Which days, and whether to compare with those before; kept in the address. */
export function PeriodPicker({ now }: { now: number }) {
  const asked: PeriodWords = useSearch({ strict: false });
  const period: Period = periodOf(asked, now);
  const own = asked.from !== undefined;
  const set = useWords();
  return (
    <Group align="end" className="period">
      <NativeSelect
        label="Days"
        value={own ? 'own' : (asked.days ?? '28')}
        data={[...SPANS.map((value) => ({ value, label: LABELS[value] })), { value: 'own', label: 'Days of your own' }]}
        onChange={(event) => {
          const days = event.currentTarget.value;
          set(days === 'own' ? { days: undefined, ...period } : { days: days === '28' ? undefined : days, from: undefined, to: undefined });
        }}
      />
      {own && (
        <>
          <TextInput type="date" label="From" value={period.from} max={period.to} onChange={(event) => { set({ from: event.currentTarget.value, to: period.to }); }} />
          <TextInput type="date" label="To" value={period.to} min={period.from} onChange={(event) => { set({ from: period.from, to: event.currentTarget.value }); }} />
        </>
      )}
      <Switch
        label="Compare with the days before"
        checked={asked.compare === 'before'}
        onChange={(event) => {
          set({ compare: event.currentTarget.checked ? 'before' : undefined });
        }}
      />
    </Group>
  );
}
