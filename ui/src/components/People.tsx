import { Button, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { endSessions, eraseFromAnalytics, tellEverybody } from '../api/operations';
import { tell } from '../hooks/useNotices';
import { ConfirmDialog } from './ConfirmDialog';
import { InlineError } from './Notice';

/** What an operator may do about members. */
export function People() {
  return (
    <>
      <Message />
      <ForOne
        title="End somebody’s sessions"
        words="What was made for them until now opens nothing any more; they may log in again."
        confirm="End the sessions"
        act={endSessions}
        done="Their sessions have ended."
      />
      <ForOne
        title="Have somebody forgotten"
        words="All that analytics knows of them goes from every file. It cannot be brought back."
        confirm="Have them forgotten"
        act={eraseFromAnalytics}
        done="It will be done within a minute or so."
      />
    </>
  );
}

function Message() {
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  // The same message sent twice is one.
  const [id, setId] = useState(() => crypto.randomUUID());
  const send = useMutation({
    mutationFn: () => tellEverybody(id, title.trim(), text.trim()),
    onSuccess: () => {
      setTitle('');
      setText('');
      setId(crypto.randomUUID());
      tell('Everybody is being told.');
    },
    onSettled: () => {
      setAsking(false);
    },
  });
  return (
    <section className="panel wide" aria-labelledby="message">
      <Title order={2} id="message">
        Tell everybody
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <Stack>
          <TextInput label="Title" required maxLength={120} value={title} onChange={(event) => { setTitle(event.currentTarget.value); }} />
          <Textarea label="Text" maxLength={280} rows={3} value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
          <InlineError error={send.error} />
          <Group>
            <Button type="submit">Tell everybody</Button>
          </Group>
        </Stack>
      </form>
      {asking && (
        <Confirm title="Tell everybody?" confirm="Tell them" busy={send.isPending} onConfirm={() => { send.mutate(); }} onCancel={() => { setAsking(false); }}>
          “{title}” goes to every member’s inbox.
        </Confirm>
      )}
    </section>
  );
}

interface ForOneProps {
  title: string;
  words: string;
  confirm: string;
  done: string;
  act: (subject: string) => Promise<unknown>;
}

function ForOne({ title, words, confirm, done, act }: ForOneProps) {
  const [subject, setSubject] = useState('');
  const [asking, setAsking] = useState(false);
  const doing = useMutation({
    mutationFn: () => act(subject.trim()),
    onSuccess: () => {
      setSubject('');
      tell(done);
    },
    onSettled: () => {
      setAsking(false);
    },
  });
  return (
    <section className="panel wide" aria-label={title}>
      <Title order={2}>{title}</Title>
      <p className="meta">{words}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <Group align="end">
          <TextInput className="grow" label="Their subject" description="The `sub` of their tokens: a report or Keycloak’s own pages tell it" required maxLength={100} value={subject} onChange={(event) => { setSubject(event.currentTarget.value); }} />
          <Button type="submit" variant="default">
            {confirm}
          </Button>
        </Group>
      </form>
      <InlineError error={doing.error} />
      {asking && (
        <Confirm title={`${title}?`} confirm={confirm} busy={doing.isPending} onConfirm={() => { doing.mutate(); }} onCancel={() => { setAsking(false); }}>
          {words}
        </Confirm>
      )}
    </section>
  );
}

function Confirm({ children, ...rest }: { title: string; confirm: string; busy: boolean; onConfirm: () => void; onCancel: () => void; children: ReactNode }) {
  return (
    <ConfirmDialog {...rest} keep="Leave it">
      <p>{children}</p>
    </ConfirmDialog>
  );
}
