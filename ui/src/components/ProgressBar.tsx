interface Props {
  label: string;
  /** 0 to 100; without it the bar only shows that something goes on. */
  percent?: number | undefined;
  note?: string;
}

export function ProgressBar({ label, percent, note }: Props) {
  return (
    <div className="progress">
      <div className="progress-text">
        <span>{label}</span>
        <span className="progress-note">
          {note}
          {percent !== undefined && <strong>{Math.floor(percent)} %</strong>}
        </span>
      </div>
      <progress aria-label={label} max={100} {...(percent === undefined ? {} : { value: percent })} />
    </div>
  );
}
