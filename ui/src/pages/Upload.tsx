import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { reopenVideo, videoQuery } from '../api/catalog';
import type { Video } from '../api/types';
import { uploads, videoTarget } from '../api/uploads';
import { Choices } from '../components/Choices';
import { FileDrop } from '../components/FileDrop';
import { LoginNeeded } from '../components/LoginNeeded';
import { Failed } from '../components/Notice';
import { PhotosForm } from '../components/PhotosForm';
import { QueryView } from '../components/QueryView';
import { UploadList } from '../components/UploadList';
import { VideosForm } from '../components/VideosForm';
import { useTitle } from '../hooks/useTitle';
import { useVisit } from '../hooks/useVisit';

const KINDS = [
  { value: 'videos', label: 'Videos' },
  { value: 'photos', label: 'Photos' },
] as const;

export function Upload() {
  useTitle('Upload');
  useVisit('upload');
  const { video, kind } = useSearch({ from: '/upload' });
  const chosen = KINDS.find(({ value }) => value === kind)?.value ?? 'videos';
  return (
    <LoginNeeded to="upload videos and photos">
      <Title className="page-title">Upload</Title>
      {video === undefined && <Choices label="What to upload" name="kind" choices={KINDS} chosen={chosen} otherwise="videos" />}
      <UploadList />
      {video !== undefined ? <AgainForm key={video} videoId={video} /> : chosen === 'photos' ? <PhotosForm /> : <VideosForm />}
    </LoginNeeded>
  );
}

/** For a video that is there already and has no file yet, or failed in a way that another try may mend. */
function AgainForm({ videoId }: { videoId: string }) {
  const [sent, setSent] = useState(false);
  return (
    <QueryView query={useQuery(videoQuery(videoId))} what="the video">
      {(video) =>
        sent ? null : video.state === 'processing' || video.state === 'ready' ? (
          <Failed error={new Error(`“${video.title}” has its file already.`)} />
        ) : (
          <FileAgain
            video={video}
            onSent={() => {
              setSent(true);
            }}
          />
        )
      }
    </QueryView>
  );
}

function FileAgain({ video, onSent }: { video: Video; onSent: () => void }) {
  return (
    <section className="panel" aria-labelledby="again">
      <h2 id="again">{video.title}</h2>
      <FileDrop
        words="Drop its file here, or"
        several={false}
        onFiles={([file]) => {
          if (file !== undefined) {
            uploads.add([{ file, title: video.title, open: async () => videoTarget(video.state === 'failed' ? await reopenVideo(video.id) : video) }]);
            onSent();
          }
        }}
      />
      <p className="hint">If a part of this file has arrived from this browser before, the upload goes on there.</p>
    </section>
  );
}
