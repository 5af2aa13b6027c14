import { Button, Group } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { uploads, type QueuedUpload } from '../api/uploads';
import { bytes, remaining } from '../util/format';
import { InlineError } from './Notice';
import { PreparingAlbum } from './PreparingAlbum';
import { ProgressBar } from './ProgressBar';
import { Preparing } from './UploadSteps';

/** Every file of this tab on its way, until it can be watched. */
export function UploadList() {
  const queue = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  const arrived = queue.flatMap(({ state, target }) => (state === 'sent' && target?.kind === 'album' ? [target.id] : []));
  return (
    <>
      {queue.map((one) =>
        one.state !== 'sent' ? (
          <OneUpload key={one.key} one={one} />
        ) : one.target?.kind === 'video' ? (
          <Preparing
            key={one.key}
            videoId={one.target.id}
            onDone={() => {
              uploads.drop(one.key);
            }}
          />
        ) : null,
      )}
      {[...new Set(arrived)].map((albumId) => (
        <PreparingAlbum
          key={albumId}
          albumId={albumId}
          onDone={() => {
            for (const { key, target } of queue.filter(({ state }) => state === 'sent')) {
              if (target?.id === albumId) {
                uploads.drop(key);
              }
            }
          }}
        />
      ))}
    </>
  );
}

const WORDS: Record<QueuedUpload['state'], string> = { waiting: 'Waits for its turn', creating: 'Beginning', sending: 'Uploading', paused: 'Paused', sent: 'Uploaded', failed: 'Stopped' };

function OneUpload({ one }: { one: QueuedUpload }) {
  const { key, state, sent, file, bytesPerS, target } = one;
  const left = state === 'sending' ? remaining((file.size - sent) / bytesPerS) : '';
  const note = [`${bytes(sent)} of ${bytes(file.size)}`, left].filter((part) => part !== '').join(', ');
  return (
    <section className="panel" aria-label={one.title}>
      <h2>{one.title}</h2>
      <ProgressBar label={WORDS[state]} percent={file.size === 0 ? undefined : (sent / file.size) * 100} note={note} />
      <InlineError error={one.error} />
      <p className="hint">
        You may look at other pages meanwhile.{target?.kind === 'video' && ' After a reload, choose the same file again, and the upload goes on.'}
      </p>
      <Group justify="flex-end">
        {state !== 'sending' && (
          <Button variant="subtle" color="gray" onClick={() => { uploads.drop(key); }}>
            Take out
          </Button>
        )}
        {(state === 'paused' || state === 'failed') && <Button onClick={() => { uploads.resume(key); }}>{state === 'paused' ? 'Go on' : 'Try again'}</Button>}
        {state === 'sending' && (
          <Button variant="default" onClick={() => void uploads.pause(key)}>
            Pause
          </Button>
        )}
      </Group>
    </section>
  );
}
