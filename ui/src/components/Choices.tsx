import { Link } from '@tanstack/react-router';

interface Props<T extends string> {
  label: string;
  /** The part of the address that says what is chosen. */
  name: string;
  choices: readonly { value: T; label: string }[];
  chosen: T;
  /** What is chosen when the address says nothing. */
  otherwise: T;
}

// On a narrow screen there are more than fit, and what is chosen may be one of them.
const show = (link: HTMLAnchorElement | null) => link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

/** Ways to look at a page, each an address of its own, so that it can be shared and gone back to. */
export function Choices<T extends string>({ label, name, choices, chosen, otherwise }: Props<T>) {
  return (
    <nav aria-label={label} className="choices">
      {choices.map(({ value, label: words }) => (
        <Link
          key={value}
          to="."
          search={(before: Record<string, unknown>) => ({ ...before, [name]: value === otherwise ? undefined : value })}
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={value === chosen ? 'true' : undefined}
          ref={value === chosen ? show : undefined}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
