import { useState } from 'react';
import { bytes } from '../util/format';
import { UploadIcon } from './icons';

export function FileDrop({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  return (
    // Dropping is a convenience: the button below does the same by mouse and keyboard.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={`drop${over ? ' over' : ''}${file === undefined ? '' : ' chosen'}`}
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
        const [dropped] = event.dataTransfer.files;
        if (dropped !== undefined) {
          onFile(dropped);
        }
      }}
    >
      <UploadIcon />
      {file === undefined ? (
        <p>Drop a video here, or</p>
      ) : (
        <p>
          <strong>{file.name}</strong>
          <span className="meta">{bytes(file.size)}</span>
        </p>
      )}
      <label className="file-button" htmlFor="file">
        {file === undefined ? 'Choose a file' : 'Choose another'}
      </label>
      <input
        id="file"
        className="visually-hidden"
        type="file"
        accept="video/*,audio/*,.mkv,.mov,.webm,.mp4,.m4v,.avi,.ts"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen !== undefined) {
            onFile(chosen);
          }
        }}
      />
    </div>
  );
}
