import { TextInput } from '@mantine/core';

interface Props {
  /** As `datetime-local` has it, in the browser's zone; empty for at once. */
  value: string;
  /** What only the owner can do until then. */
  until: string;
  onChange: (value: string) => void;
}

/** From when on others find it. */
export function PublishAt({ value, until, onChange }: Props) {
  return (
    <TextInput
      type="datetime-local"
      label="Publish at"
      description={`Until then only you can ${until}; empty for at once`}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
