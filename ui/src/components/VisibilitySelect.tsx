import { NativeSelect } from '@mantine/core';
import type { Visibility } from '../api/types';

const CHOICES: { value: Visibility; label: string; means: string }[] = [
  { value: 'public', label: 'Public', means: 'everybody can find and watch it' },
  { value: 'unlisted', label: 'Unlisted', means: 'everybody who has its link can watch it' },
  { value: 'followers', label: 'Followers', means: 'only those who follow your channel can watch it' },
  { value: 'private', label: 'Private', means: 'only you can watch it' },
];

interface Props {
  label: string;
  value: Visibility;
  disabled?: boolean;
  compact?: boolean;
  onChange: (value: Visibility) => void;
}

export function VisibilitySelect({ label, value, disabled = false, compact = false, onChange }: Props) {
  const chosen = CHOICES.find((choice) => choice.value === value);
  return (
    <NativeSelect
      {...(compact ? { 'aria-label': label } : { label, description: `${chosen?.label ?? ''}: ${chosen?.means ?? ''}.` })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      disabled={disabled}
      data={CHOICES.map((choice) => ({ value: choice.value, label: choice.label }))}
      onChange={(event) => {
        onChange(event.currentTarget.value as Visibility);
      }}
    />
  );
}
