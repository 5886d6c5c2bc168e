import { useSyncExternalStore } from 'react';
import { useTexts } from '../texts/catalogue.ts';
import { Icon } from './icons.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: (() => void) | undefined;
  readonly tone: 'plain' | 'signal';
}

const SHOWN_MS = 7_000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const publish = (changed: readonly Toast[]): void => {
  toasts = changed;
  for (const listener of listeners) listener();
};
const drop = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

/** Says what was done, for seven seconds, with a way back where there is one. */
export function say(text: string, options: { undo?: () => void; tone?: Toast['tone'] } = {}): void {
  const id = next++;
  publish([...toasts.slice(-2), { id, text, undo: options.undo, tone: options.tone ?? 'plain' }]);
  setTimeout(() => drop(id), SHOWN_MS);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const t = useTexts();
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.tone}`}>
          <span>{toast.text}</span>
          {toast.undo !== undefined && (
            <button
              type="button"
              onClick={() => {
                toast.undo?.();
                drop(toast.id);
              }}
            >
              {t.parts.undo}
            </button>
          )}
          <button type="button" aria-label={t.parts.close} onClick={() => drop(toast.id)}>
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}
