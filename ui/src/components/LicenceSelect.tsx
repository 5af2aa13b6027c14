import { NativeSelect } from '@mantine/core';

const LICENCES = ['', 'all-rights-reserved', 'cc0', 'cc-by', 'cc-by-sa', 'cc-by-nd', 'cc-by-nc', 'cc-by-nc-sa', 'cc-by-nc-nd', 'public-domain'];

/** What others may do with it; empty where nothing is said. */
export function LicenceSelect({ value, onChange }: { value: string; onChange: (licence: string) => void }) {
  return (
    <NativeSelect
      label="Licence"
      data={LICENCES.map((one) => ({ value: one, label: one === '' ? 'Not said' : one }))}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
