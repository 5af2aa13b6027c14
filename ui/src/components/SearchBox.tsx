import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { suggestQuery } from '../api/search';
import { SearchIcon } from './icons';

/** Longer questions are cut by the service; what is typed should not be. */
const LONGEST = 200;
const TYPING_MS = 150;

export function SearchBox() {
  const { q = '' } = useSearch({ strict: false });
  return <SearchForm key={q} asked={q} />;
}

/** What somebody may be about to type is the browser's own list: one of Mantine's weighs more than the rest of the bar. */
function SearchForm({ asked }: { asked: string }) {
  const [text, setText] = useState(asked);
  const navigate = useNavigate();
  const list = useId();
  const [typed] = useDebouncedValue(text.trim(), TYPING_MS);
  const { data } = useQuery({ ...suggestQuery(typed), enabled: typed.length >= 2 && typed !== asked });
  const suggested = data?.data ?? [];

  function go(words: string): void {
    const chosen = suggested.find((one) => one.text === words && one.id !== undefined);
    if (chosen?.kind === 'video') {
      void navigate({ to: '/watch/$videoId', params: { videoId: chosen.id ?? '' } });
    } else if (chosen?.kind === 'channel') {
      void navigate({ to: '/channel/$channel', params: { channel: chosen.handle ?? chosen.id ?? '' } });
    } else if (words !== '') {
      void navigate({ to: '/search', search: { q: words } });
    }
  }

  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        go(text.trim());
      }}
    >
      <TextInput
        type="search"
        aria-label="Search"
        placeholder="Search"
        maxLength={LONGEST}
        value={text}
        list={list}
        autoComplete="off"
        leftSection={<SearchIcon />}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <datalist id={list}>
        {[...new Set(suggested.map((one) => one.text))].map((words) => (
          <option key={words} value={words} />
        ))}
      </datalist>
    </form>
  );
}
