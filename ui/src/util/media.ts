/** Plays faster or slower, a source that is loaded later too. */
export function playAt(element: HTMLMediaElement, speed: number): void {
  element.defaultPlaybackRate = speed;
  element.playbackRate = speed;
}

export function jumpTo(element: HTMLMediaElement, seconds: number): void {
  element.currentTime = seconds;
}

/** Shows the captions of one language, or none. */
export function showCaptions(tracks: TextTrackList, language: string): void {
  for (const track of tracks) {
    track.mode = track.language === language ? 'showing' : 'disabled';
  }
}
