import { Group, Progress, Text } from '@mantine/core';

interface Props {
  label: string;
  /** 0 to 100; without it the bar only shows that something goes on. */
  percent?: number | undefined;
  note?: string;
}

export function ProgressBar({ label, percent, note }: Props) {
  const known = percent !== undefined;
  return (
    <div className="progress">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Text size="sm" c="dimmed">
          {[note, known ? `${Math.floor(percent)} %` : ''].filter((part) => part !== undefined && part !== '').join(' · ')}
        </Text>
      </Group>
      <Progress.Root size="md">
        <Progress.Section aria-label={label} value={known ? percent : 100} animated={!known} striped={!known} />
      </Progress.Root>
    </div>
  );
}
