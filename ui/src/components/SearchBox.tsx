import { TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { SearchIcon } from './icons';

/** Longer questions are cut by the service; what is typed should not be. */
const LONGEST = 200;

export function SearchBox() {
  const { q = '' } = useSearch({ strict: false });
  return <SearchForm key={q} asked={q} />;
}

function SearchForm({ asked }: { asked: string }) {
  const [text, setText] = useState(asked);
  const navigate = useNavigate();
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') {
          void navigate({ to: '/search', search: { q: text.trim() } });
        }
      }}
    >
      <TextInput
        type="search"
        aria-label="Search"
        placeholder="Search"
        maxLength={LONGEST}
        value={text}
        leftSection={<SearchIcon />}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
    </form>
  );
}
