import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../api/catalog';
import { commentsQuery, deleteComment, hideComment, repliesQuery, writeComment } from '../api/social';
import type { Comment } from '../api/types';
import { useAsMember } from '../hooks/useAsMember';
import { tellFailure } from '../hooks/useNotices';
import { useNow } from '../hooks/useNow';
import { useMember } from '../hooks/useSession';
import { ago, count } from '../util/format';
import { ChannelAvatar } from './ChannelAvatar';
import { InlineError } from './Notice';
import { Pages } from './Pages';
import { ReportButton } from './ReportButton';

interface On {
  kind: 'video' | 'album';
  id: string;
  /** The channel that it is in. */
  owner: string;
}

export function Comments(on: On) {
  const comments = useInfiniteQuery(commentsQuery(on.kind, on.id));
  const all = comments.data?.pages[0]?.comments;
  return (
    <section aria-labelledby="comments" className="comments">
      <Title order={2} id="comments">
        {all === undefined ? 'Comments' : count(all, 'comment')}
      </Title>
      <CommentForm on={on} label="Your comment" />
      <Pages query={comments} what="the comments" empty={<Text c="dimmed">Nobody has said anything yet.</Text>}>
        {(items) => (
          <ul className="comment-list">
            {items.map((comment) => (
              <OneComment key={comment.id} comment={comment} on={on} />
            ))}
          </ul>
        )}
      </Pages>
    </section>
  );
}

function CommentForm({ on, label, parent, onDone }: { on: On; label: string; parent?: string; onDone?: () => void }) {
  const client = useQueryClient();
  const asMember = useAsMember();
  const [text, setText] = useState('');
  // One key for one text: a second press after a lost answer writes no second comment.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const write = useMutation({
    mutationFn: () => writeComment(on.kind, on.id, text.trim(), key, parent),
    onSuccess: async () => {
      setText('');
      setKey(crypto.randomUUID());
      onDone?.();
      await Promise.all([
        client.invalidateQueries({ queryKey: ['comments', on.id] }),
        ...(parent === undefined ? [] : [client.invalidateQueries({ queryKey: ['replies', parent] })]),
      ]);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        asMember(() => {
          write.mutate();
        });
      }}
    >
      <Stack gap="xs">
        <Textarea
          aria-label={label}
          placeholder={label}
          autosize={false}
          rows={2}
          required
          maxLength={2000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setKey(crypto.randomUUID());
          }}
        />
        <InlineError error={write.error} />
        <Group justify="flex-end">
          {onDone !== undefined && (
            <Button variant="default" onClick={onDone}>
              Never mind
            </Button>
          )}
          <Button type="submit" disabled={text.trim() === ''} loading={write.isPending}>
            {parent === undefined ? 'Comment' : 'Answer'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function OneComment({ comment, on }: { comment: Comment; on: On }) {
  const now = useNow();
  const [answering, setAnswering] = useState(false);
  const [open, setOpen] = useState(false);
  const { author } = comment;
  return (
    <li className="comment">
      <ChannelAvatar name={author?.name ?? ''} size={34} />
      <div>
        <p className="meta">
          {author !== undefined && (
            <Link to="/channel/$channel" params={{ channel: author.handle }} className="byline-name">
              {author.name}
            </Link>
          )}{' '}
          {ago(comment.created_at, now)}
          {comment.edited_at !== undefined && ' (changed)'}
        </p>
        <p className="comment-text">{comment.text ?? <em>{comment.state === 'deleted' ? 'This comment was deleted.' : 'This comment is hidden.'}</em>}</p>
        <Group gap="xs">
          {comment.parent_id === undefined && (
            <Button variant="subtle" color="gray" size="compact-xs" onClick={() => { setAnswering(!answering); }}>
              Answer
            </Button>
          )}
          {comment.replies > 0 && (
            <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => { setOpen(!open); }}>
              {count(comment.replies, 'answer')}
            </Button>
          )}
          <CommentActions comment={comment} on={on} />
        </Group>
        {answering && <CommentForm on={on} label={`Your answer to ${author?.name ?? 'this'}`} parent={comment.id} onDone={() => { setAnswering(false); setOpen(true); }} />}
        {open && <Replies comment={comment} on={on} />}
      </div>
    </li>
  );
}

function Replies({ comment, on }: { comment: Comment; on: On }) {
  return (
    <Pages query={useInfiniteQuery(repliesQuery(comment.id))} what="the answers" empty={null}>
      {(items) => (
        <ul className="comment-list">
          {items.map((reply) => (
            <OneComment key={reply.id} comment={reply} on={on} />
          ))}
        </ul>
      )}
    </Pages>
  );
}

/** What its author, the owner of what it is on, and everybody else may do with a comment. */
function CommentActions({ comment, on }: { comment: Comment; on: On }) {
  const client = useQueryClient();
  const member = useMember();
  const me = useQuery({ ...meQuery, enabled: member !== undefined }).data;
  const options = {
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['comments', on.id] }), client.invalidateQueries({ queryKey: ['replies'] })]),
    onError: tellFailure,
  };
  const remove = useMutation({ mutationFn: () => deleteComment(comment.id), ...options });
  const hide = useMutation({ mutationFn: () => hideComment(comment.id, comment.state === 'shown'), ...options });
  const own = me !== undefined && me.channel.id === comment.author?.id;
  const house = me !== undefined && (me.channel.id === on.owner || me.roles.includes('moderator'));
  return (
    <>
      {house && !own && comment.state !== 'deleted' && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => { hide.mutate(); }}>
          {comment.state === 'shown' ? 'Hide' : 'Show again'}
        </Button>
      )}
      {(own || house) && comment.state !== 'deleted' && (
        <Button variant="subtle" color="red" size="compact-xs" onClick={() => { remove.mutate(); }}>
          Delete
        </Button>
      )}
      {!own && comment.state === 'shown' && <ReportButton kind="comment" id={comment.id} compact />}
    </>
  );
}
