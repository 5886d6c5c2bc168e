/** The content of a file as base64, read in pieces so that a list of a hundred megabytes does not stop the page. */
export async function base64Of(file: Blob): Promise<string> {
  const PIECE = 3 * 256 * 1024;
  const pieces: string[] = [];
  for (let start = 0; start < file.size; start += PIECE) {
    const bytes = new Uint8Array(await file.slice(start, start + PIECE).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    pieces.push(btoa(text));
  }
  return pieces.join('');
}

/** `member = header` lines as a mapping; a line without both is left out. */
export function mappingOf(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const cut = line.indexOf('=');
    const [member, header] = [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
    return cut < 1 || member === '' || header === '' ? [] : [[member, header] as const];
  });
  return Object.fromEntries(pairs);
}

/** `file address` lines as a source; a line without both is left out. */
export const sourceOf = (text: string): { name: string; url: string }[] =>
  text.split('\n').flatMap((line) => {
    const [name = '', url = ''] = line.trim().split(/\s+/);
    return name === '' || url === '' ? [] : [{ name, url }];
  });

export const sourceText = (source: readonly { name: string; url: string }[]): string =>
  source.map(({ name, url }) => `${name} ${url}`).join('\n');
