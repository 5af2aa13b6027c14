import { useEffect, useRef, useState, type ReactNode } from 'react';
import { CheckIcon } from './icons';

export interface Choice<T> {
  value: T;
  label: string;
}

interface Props<T> {
  /** What is chosen here: "Quality". */
  name: string;
  /** What is chosen now, shown and read beside the name. */
  now?: string | undefined;
  icon: ReactNode;
  choices: Choice<T>[];
  chosen: T;
  onChoose: (value: T) => void;
}

/** A menu of the player's own: one that lies outside the player would not be seen in full screen. */
export function ChoiceMenu<T extends string | number>({ name, now, icon, choices, chosen, onChoose }: Props<T>) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    box.current?.querySelector<HTMLButtonElement>('[aria-checked="true"]')?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
    };
  }, [open]);

  function close(): void {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  }

  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role="menuitemradio"]')];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'ArrowDown') {
      items[(at + 1) % items.length]?.focus();
    } else if (event.key === 'ArrowUp') {
      items[(at - 1 + items.length) % items.length]?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="levels" ref={box}>
      <button
        type="button"
        className="control"
        aria-label={now === undefined ? name : `${name}, ${now}`}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {icon}
        <span className="level-now">{now}</span>
      </button>
      {open && (
        <div className="menu" role="menu" tabIndex={-1} aria-label={name} onKeyDown={onKeyDown}>
          {choices.map((choice) => (
            <button
              type="button"
              role="menuitemradio"
              aria-checked={choice.value === chosen}
              key={choice.value}
              onClick={() => {
                onChoose(choice.value);
                close();
              }}
            >
              <span className="tick">{choice.value === chosen && <CheckIcon />}</span>
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
