import { useState } from 'react';
import { UploadIcon } from './icons';

export const KINDS = {
  film: 'video/*,audio/*,.mkv,.mov,.webm,.mp4,.m4v,.avi,.ts',
  photo: 'image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif',
};

interface Props {
  kind?: keyof typeof KINDS;
  /** What is said above the button. */
  words: string;
  several: boolean;
  onFiles: (files: File[]) => void;
}

export function FileDrop({ kind = 'film', words, several, onFiles }: Props) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const chosen = [...(files ?? [])].slice(0, several ? undefined : 1);
    if (chosen.length > 0) {
      onFiles(chosen);
    }
  };
  return (
    // Dropping is a convenience: the button below does the same by mouse and keyboard.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <UploadIcon />
      <p>{words}</p>
      <label className="file-button" htmlFor="file">
        {several ? 'Choose files' : 'Choose a file'}
      </label>
      <input
        id="file"
        className="visually-hidden"
        type="file"
        multiple={several}
        accept={KINDS[kind]}
        onChange={(event) => {
          take(event.target.files);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
