import { useEffect, useRef, useState } from 'react';
import type { Video } from '../api/types';
import { startUpload, type RunningUpload } from '../api/upload';
import { forgetUpload, rememberUpload } from '../util/pendingUploads';

export type UploadState =
  | { step: 'choosing'; error?: unknown }
  | { step: 'creating' }
  | { step: 'sending'; videoId: string; title: string; sent: number; total: number; bytesPerS: number; paused: boolean; error?: unknown }
  | { step: 'sent'; videoId: string; title: string };

/** Sends one file as one video, and remembers it for as long as not all of it has arrived. */
export function useUpload() {
  const [state, setState] = useState<UploadState>({ step: 'choosing' });
  const running = useRef<RunningUpload>(undefined);

  useEffect(
    () => () => {
      void running.current?.pause();
    },
    [],
  );

  const sending = state.step === 'sending';
  useEffect(() => {
    if (!sending) {
      return undefined;
    }
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
    };
  }, [sending]);

  /** Asks for the video that the file is for, then sends the file. */
  async function start(file: File, open: () => Promise<Pick<Video, 'id' | 'title'>>): Promise<void> {
    setState({ step: 'creating' });
    try {
      const { id, title } = await open();
      rememberUpload(localStorage, {
        videoId: id,
        title,
        fileName: file.name,
        size: file.size,
        lastModified: file.lastModified,
        startedAt: new Date().toISOString(),
      });
      await send(file, id, title);
    } catch (error) {
      setState({ step: 'choosing', error });
    }
  }

  async function send(file: File, videoId: string, title: string): Promise<void> {
    const begun = { at: performance.now(), sent: -1 };
    const base = { step: 'sending' as const, videoId, title, total: file.size, bytesPerS: 0, paused: false };
    setState({ ...base, sent: 0 });
    running.current = await startUpload(file, videoId, {
      progress: (sent, total) => {
        if (begun.sent < 0) {
          // What had arrived before says nothing about the speed of now.
          begun.sent = sent;
        }
        const seconds = (performance.now() - begun.at) / 1000;
        setState({ ...base, sent, total, bytesPerS: seconds > 0 ? (sent - begun.sent) / seconds : 0 });
      },
      done: () => {
        forgetUpload(localStorage, videoId);
        setState({ step: 'sent', videoId, title });
      },
      failed: (error) => {
        setState((now) => (now.step === 'sending' ? { ...now, paused: true, error } : now));
      },
    });
  }

  async function pause(): Promise<void> {
    await running.current?.pause();
    setState((now) => (now.step === 'sending' ? { ...now, paused: true } : now));
  }

  function resume(): void {
    running.current?.resume();
    setState((now) => {
      if (now.step !== 'sending') {
        return now;
      }
      return { ...now, paused: false, error: undefined };
    });
  }

  function reset(): void {
    running.current = undefined;
    setState({ step: 'choosing' });
  }

  return { state, start, pause, resume, reset };
}
