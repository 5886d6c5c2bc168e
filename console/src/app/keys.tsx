import { useEffect, useRef } from 'react';

/** `keys` is one key (`j`, `Enter`, `?`), a sequence (`g c`) or `mod+k` (Ctrl or ⌘). */
export interface KeyBinding {
  readonly keys: string;
  readonly text: string;
  readonly group: 'screen' | 'table' | 'everywhere';
  readonly run: (event: KeyboardEvent) => void;
  /** Works while a text field has the focus, too. */
  readonly inFields?: boolean;
}

const SEQUENCE_MS = 1_200;
const layers: { current: readonly KeyBinding[] }[] = [];

/** Registers the keys of a screen or part while it is mounted; the newest part wins. */
export function useKeys(bindings: readonly KeyBinding[], enabled = true): void {
  const held = useRef(bindings);
  held.current = bindings;
  useEffect(() => {
    if (!enabled) return;
    layers.push(held);
    return () => {
      layers.splice(layers.indexOf(held), 1);
    };
  }, [enabled]);
}

/** All keys that work now, innermost first, each sequence once. */
export function activeKeys(): KeyBinding[] {
  const seen = new Set<string>();
  return [...layers].reverse().flatMap((layer) =>
    layer.current.filter(({ keys }) => {
      if (seen.has(keys)) return false;
      seen.add(keys);
      return true;
    }),
  );
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)));

const ownsEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, summary, [role="button"]') !== null;

const nameOf = (event: KeyboardEvent): string =>
  event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;

/** Listens once, at the top of the frame. */
export function useKeyListener(): void {
  useEffect(() => {
    let pending = '';
    let pendingUntil = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const name = nameOf(event);
      const inField = isField(event.target);
      const inDialog = document.querySelector('dialog[open]') !== null;
      if ((name === 'Enter' || name === ' ') && ownsEnter(event.target)) return;
      const sequence = pending !== '' && event.timeStamp < pendingUntil ? `${pending} ${name}` : name;
      const keys = activeKeys().filter((binding) => binding.inFields === true || !(inField || inDialog));
      const found = keys.find((binding) => binding.keys === sequence);
      if (found !== undefined) {
        pending = '';
        event.preventDefault();
        found.run(event);
        return;
      }
      const opens = !inField && !inDialog && keys.some((binding) => binding.keys.startsWith(`${name} `));
      pending = opens ? name : '';
      pendingUntil = event.timeStamp + SEQUENCE_MS;
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
