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
export const CaptionsIcon = path('M4 5h16a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 4 5zm4.5 4A2.5 2.5 0 0 0 6 11.500v1A2.500 2.500 0 0 0 11 13H9.500a1 1 0 0 1-2-.5v-1a1 1 0 0 1 2-.5H11a2.500 2.500 0 0 0-2.500-2zm7 0a2.500 2.500 0 0 0-2.500 2.500v1A2.500 2.500 0 0 0 18 13h-1.500a1 1 0 0 1-2-.5v-1a1 1 0 0 1 2-.5H18a2.500 2.500 0 0 0-2.500-2z');
export const SpeedIcon = path('M12 5a9 9 0 0 0-7.800 13.500h2.400A7 7 0 1 1 17.400 18.500h2.400A9 9 0 0 0 12 5zm4.500 4.200-5.700 3.700a1.700 1.700 0 1 0 2.300 2.300z');
export const PictureIcon = path('M3 5h18v14H3zm2 2v10h14V7zm6 4h7v5h-7z');
export const TheatreIcon = path('M2.500 7h19v10h-19zm2 2v6h15V9z');
export const HeartIcon = path('M12 20.500 4.600 13A4.900 4.900 0 0 1 11.500 6.100l.5.500.5-.500A4.900 4.900 0 0 1 19.400 13z');
export const ShareIcon = path('M14 4l7 6.500-7 6.500v-4c-5 0-8.500 1.500-11 5 .8-5.500 4.500-9.500 11-10z');
export const ListIcon = path('M3.500 6h11v2h-11zm0 4.500h11v2h-11zm0 4.500h7v2h-7zm13-4.500h2v4h4v2h-4v4h-2v-4h-4v-2h4z');
export const BellIcon = path('M12 3a6 6 0 0 0-6 6v4.500L4 16v1.500h16V16l-2-2.500V9a6 6 0 0 0-6-6zm-2.300 15.500a2.400 2.400 0 0 0 4.600 0z');
export const ClockIcon = path('M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zm0 2a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM11 8h2v4l3 2-1 1.500-4-2.500z');
export const FlameIcon = path('M13 2.500c.5 4-4.500 5.500-6.500 9.500-1.800 3.800.5 8.500 5.500 8.500s7.500-4 6-8.500c-.4 1.500-1 2.300-2.200 3C16.800 10 16 5 13 2.500z');
export const PeopleIcon = path('M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm0 1.500c-3.500 0-6.500 1.700-6.500 4.500V19h13v-1.500c0-2.800-3-4.500-6.500-4.500zm7-1.500a3 3 0 1 0-1.500-5.600 5 5 0 0 1 0 5.200c.4.300.9.400 1.500.400zm1 2c1 1 1.500 2.300 1.500 4V19h3v-1.500c0-2.200-2-3.700-4.500-4z');
export const InfoIcon = path('M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM11 7h2v2h-2zm0 3.500h2V17h-2z');
export const FlagIcon = path('M5 3h2v1h11l-2.500 4.500L18 13H7v8H5z');
export const ChartIcon = path('M4 4h2v14h14v2H4zm4.500 7H11v5.500H8.500zm4.500-4h2.500v9.500H13zm4.500 2.500H20v7h-2.500z');
export const ServerIcon = path('M4 4h16v6H4zm2 2v2h2V6zm-2 8h16v6H4zm2 2v2h2v-2z');
export const BackIcon = path('m15 4 1.500 1.500L10 12l6.500 6.500L15 20l-8-8z');
export const OnIcon = path('m9 4-1.500 1.500L14 12l-6.500 6.500L9 20l8-8z');
export const UpIcon = path('m12 6 7 7-1.500 1.500L12 9l-5.500 5.500L5 13z');
export const DownIcon = path('m12 18-7-7 1.500-1.500L12 15l5.500-5.500L19 11z');
