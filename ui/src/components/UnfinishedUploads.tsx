import { Button } from '@mantine/core';
import { useState } from 'react';
import { deleteVideo } from '../api/catalog';
import { browserStorage } from '../api/storage';
import { ago, bytes } from '../util/format';
import { forgetUpload, type PendingUpload } from '../util/pendingUploads';
import { Problem } from '../util/problem';
import { InlineError } from './Notice';

/** What was begun in this browser and has not arrived whole. */
export function UnfinishedUploads({ uploads, onDropped }: { uploads: readonly PendingUpload[]; onDropped: () => void }) {
  const [now] = useState(() => Date.now());
  const [error, setError] = useState<unknown>();

  async function drop(upload: PendingUpload): Promise<void> {
    setError(undefined);
    try {
      await deleteVideo(upload.videoId);
    } catch (failure) {
      if (!(failure instanceof Problem && failure.status === 404)) {
        setError(failure);
        return;
      }
    }
    forgetUpload(browserStorage, upload.videoId);
    onDropped();
  }

  return (
    <section className="panel" aria-labelledby="unfinished">
      <h2 id="unfinished">Not finished yet</h2>
      <p className="hint">Choose the same file again, and its upload goes on where it stopped.</p>
      <InlineError error={error} />
      <ul className="plain">
        {uploads.map((upload) => (
          <li key={upload.videoId} className="pending">
            <span>
              <strong>{upload.title}</strong>
              <span className="meta">
                {upload.fileName}, {bytes(upload.size)}, {ago(upload.startedAt, now)}
              </span>
            </span>
            <Button variant="subtle" color="gray" onClick={() => void drop(upload)}>
              Give up
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
