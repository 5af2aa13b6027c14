import type { Visibility } from '../api/types';

const CHOICES: { value: Visibility; label: string; means: string }[] = [
  { value: 'public', label: 'Public', means: 'everybody can find and watch it' },
  { value: 'unlisted', label: 'Unlisted', means: 'everybody who has its link can watch it' },
  { value: 'followers', label: 'Followers', means: 'only those who follow your channel can watch it' },
  { value: 'private', label: 'Private', means: 'only you can watch it' },
];

interface Props {
  id: string;
  label: string;
  value: Visibility;
  disabled?: boolean;
  compact?: boolean;
  onChange: (value: Visibility) => void;
}

export function VisibilitySelect({ id, label, value, disabled = false, compact = false, onChange }: Props) {
  const chosen = CHOICES.find((choice) => choice.value === value);
  return (
    <div className="field">
      <label htmlFor={id} className={compact ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.target.value as Visibility);
        }}
      >
        {CHOICES.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {!compact && <p className="hint">{chosen?.label}: {chosen?.means}.</p>}
    </div>
  );
}
