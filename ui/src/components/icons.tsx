import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const path = (d: string) =>
  function PathIcon() {
    return (
      <Icon>
        <path d={d} />
      </Icon>
    );
  };

export const PlayIcon = path('M8 5.5v13l11-6.5z');
export const PauseIcon = path('M7 5h3.5v14H7zM13.5 5H17v14h-3.5z');
export const ReplayIcon = path('M12 5V2L7 6.5 12 11V7.5a5 5 0 1 1-5 5H4.5A7.5 7.5 0 1 0 12 5z');
export const VolumeIcon = path('M4 9.5v5h3.5L12 19V5L7.5 9.5zM14.5 8.5a4.5 4.5 0 0 1 0 7zM14.5 4.6v2a6 6 0 0 1 0 10.8v2a8 8 0 0 0 0-14.8z');
export const MutedIcon = path('M4 9.5v5h3.5L12 19V5L7.5 9.5zm16.5.4-1.4-1.4-2.1 2.1-2.1-2.1-1.4 1.4 2.1 2.1-2.1 2.1 1.4 1.4 2.1-2.1 2.1 2.1 1.4-1.4-2.1-2.1z');
export const FullscreenIcon = path('M5 5h6v2H7v4H5zm8 0h6v6h-2V7h-4zM5 13h2v4h4v2H5zm12 0h2v6h-6v-2h4z');
export const GearIcon = path('m19.4 13 .1-1-.1-1 2-1.6-2-3.5-2.4 1a7 7 0 0 0-1.7-1L15 3h-4l-.4 2.9a7 7 0 0 0-1.7 1l-2.4-1-2 3.5 2 1.6-.1 1 .1 1-2 1.6 2 3.5 2.4-1a7 7 0 0 0 1.7 1L11 21h4l.3-2.9a7 7 0 0 0 1.7-1l2.4 1 2-3.5zM13 15.2a3.2 3.2 0 1 1 0-6.4 3.2 3.2 0 0 1 0 6.4z');
export const UploadIcon = path('M11 16h2V8.8l2.6 2.6L17 10l-5-5-5 5 1.4 1.4L11 8.8zM5 18h14v2H5z');
export const TrashIcon = path('M9 3h6l1 2h4v2H4V5h4zM6 8.5h12L17.2 21H6.8zm4 2.5v7.5h1.5V11zm3 0v7.5h1.5V11z');
export const SunIcon = path('M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11 1.8h2v3.4h-2zm0 17h2v3.4h-2zM1.8 11h3.4v2H1.8zm17 0h3.4v2h-3.4zM4 5.4 5.4 4l2.4 2.4-1.4 1.4zm12.2 12.2 1.4-1.4L20 18.6 18.6 20zM4 18.6l2.4-2.4 1.4 1.4L5.4 20zM16.2 6.4 18.6 4 20 5.4l-2.4 2.4z');
export const MoonIcon = path('M20 14.3A8.3 8.3 0 0 1 9.7 4 8.3 8.3 0 1 0 20 14.3z');
export const HalfIcon = path('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2.2v13.6a6.8 6.8 0 0 1 0-13.6z');
export const CheckIcon = path('m9.6 17.4-5-5L6 11l3.6 3.6L18 6.2l1.4 1.4z');
export const WarningIcon = path('M12 3 1.8 20.5h20.4zM11 10h2v5h-2zm0 6.2h2v2h-2z');
export const FilmIcon = path('M4 4.5h16a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zM5 7v2h2V7zm0 4v2h2v-2zm0 4v2h2v-2zm12-8v2h2V7zm0 4v2h2v-2zm0 4v2h2v-2zm-7-6v6l5-3z');
export const LockIcon = path('M7 10V8a5 5 0 0 1 10 0v2h1.5v11h-13V10zm2 0h6V8a3 3 0 0 0-6 0z');
export const MenuIcon = path('M3.5 6h17v2h-17zm0 5h17v2h-17zm0 5h17v2h-17z');
export const SearchIcon = path('M10.5 4a6.5 6.5 0 1 0 4 11.6l4.7 4.7 1.4-1.4-4.7-4.7a6.5 6.5 0 0 0-5.4-10.2zm0 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z');
export const HomeIcon = path('m12 3.5 9 7.7-1.3 1.5L18 11.2V20h-4.5v-5h-3v5H6v-8.8l-1.7 1.5L3 11.2z');
export const PhotosIcon = path('M7 3h13a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm1 10.5V15h11v-3l-3-3-3.5 3.5L10.5 11zM3 7h1.8v12H17v2H4a1 1 0 0 1-1-1z');
