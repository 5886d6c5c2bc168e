/** Marks the words of a CEL condition: texts, numbers, operators, and names that are parameters. Reading help only. */
const TOKEN = /("[^"]*"|'[^']*')|(\b\d+(?:\.\d+)?\b)|(&&|\|\||[!=<>]=?|\?|:)|([A-Za-z_][\w.]*)/g;

export function Cel({ text, parameters }: { text: string; parameters: ReadonlySet<string> }) {
  const pieces: { readonly at: number; readonly text: string; readonly kind: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, number, operator, name] = match;
    if (match.index > end) pieces.push({ at: end, text: text.slice(end, match.index), kind: '' });
    const kind = quoted
      ? 'cel-text'
      : number
        ? 'cel-number'
        : operator
          ? 'cel-operator'
          : name && parameters.has(name.replace(/^params?\./, ''))
            ? 'cel-parameter'
            : '';
    pieces.push({ at: match.index, text: whole, kind });
    end = match.index + whole.length;
  }
  pieces.push({ at: end, text: text.slice(end), kind: '' });
  return (
    <pre className="code cel">
      {pieces.map((piece) => (
        <span key={piece.at} className={piece.kind}>
          {piece.text}
        </span>
      ))}
    </pre>
  );
}
