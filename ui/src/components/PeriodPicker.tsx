import { Button, Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
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
      {own && <OwnDays key={`${period.from} ${period.to}`} first={period} onChosen={set} />}
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

/** Two days (UTC), taken when both are whole and it is said so: what is half typed is no day to ask about. */
function OwnDays({ first, onChosen }: { first: Period; onChosen: (days: { from: string; to: string }) => void }) {
  const [{ from, to }, setDays] = useState(first);
  const wrong = from === '' || to === '' || from > to;
  const changed = from !== first.from || to !== first.to;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) {
          onChosen({ from, to });
        }
      }}
    >
      <Group align="end">
        <TextInput type="date" label="From (UTC)" required value={from} max={to} onChange={(event) => { setDays({ from: event.currentTarget.value, to }); }} />
        <TextInput type="date" label="To (UTC)" required value={to} min={from} onChange={(event) => { setDays({ from, to: event.currentTarget.value }); }} />
        <Button type="submit" variant="default" disabled={wrong || !changed}>
          Show
        </Button>
      </Group>
    </form>
  );
}
