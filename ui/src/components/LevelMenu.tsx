import { useEffect, useRef, useState } from 'react';
import type { Levels } from '../hooks/useHls';
import { CheckIcon, GearIcon } from './icons';

export function LevelMenu({ levels }: { levels: Levels }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const playing = levels.choices.find((choice) => choice.index === levels.playing);

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

  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role="menuitemradio"]')];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape') {
      setOpen(false);
      box.current?.querySelector('button')?.focus();
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

  const choices = [{ index: -1, label: playing === undefined ? 'Auto' : `Auto (${playing.label})` }, ...levels.choices];
  return (
    <div className="levels" ref={box}>
      <button
        type="button"
        className="control"
        aria-label={playing === undefined ? 'Quality' : `Quality, ${playing.label}`}
        title="Quality"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <GearIcon />
        <span className="level-now">{playing?.label}</span>
      </button>
      {open && (
        <div className="menu" role="menu" tabIndex={-1} aria-label="Quality" onKeyDown={onKeyDown}>
          {choices.map((choice) => (
            <button
              type="button"
              role="menuitemradio"
              aria-checked={choice.index === levels.chosen}
              key={choice.index}
              onClick={() => {
                levels.choose(choice.index);
                setOpen(false);
              }}
            >
              <span className="tick">{choice.index === levels.chosen && <CheckIcon />}</span>
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
