/** A text that was typed and not saved, kept for this window while one looks elsewhere. */
export interface Unsaved {
  /** SHA-256 of the text it was typed over. */
  readonly base: string;
  readonly text: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (id: string, file: string): string => `atalaya.unsaved ${id} ${file}`;

/** Keeps what differs from the saved text, and forgets what does not. */
export function keepUnsaved(
  store: Store,
  [id, file]: readonly [string, string],
  saved: { readonly text: string; readonly sha256: string },
  text: string,
): void {
  const key = keyOf(id, file);
  if (text === saved.text) store.removeItem(key);
  else store.setItem(key, JSON.stringify({ base: saved.sha256, text } satisfies Unsaved));
}

/** What was typed over exactly this text; undefined where somebody saved another since. */
export function unsavedText(
  store: Store,
  [id, file]: readonly [string, string],
  saved: { readonly sha256: string },
): string | undefined {
  const kept = store.getItem(keyOf(id, file));
  if (kept === null) return undefined;
  const { base, text } = JSON.parse(kept) as Unsaved;
  return base === saved.sha256 ? text : undefined;
}
