/**
 * Texts as small numbers, counted: a text leaves memory with the last entry that holds it. Token 0 is *not known*.
 */
export class Tokens {
  readonly #byText = new Map<string, number>();
  readonly #texts: string[] = [''];
  #uses = new Int32Array(1024);
  readonly #free: number[] = [];
  #characters = 0;
  /** The token given last; 0 once its text is gone. */
  #last = 0;

  get size(): number {
    return this.#byText.size;
  }

  /** One above the largest token ever given. */
  get limit(): number {
    return this.#texts.length;
  }

  /** Estimate: map slot and string header 72 bytes, one byte per character. */
  get bytes(): number {
    return this.#byText.size * 72 + this.#characters + this.#uses.byteLength;
  }

  /** The token of a text known here, or 0. */
  find(text: string): number {
    return this.#byText.get(text) ?? 0;
  }

  text(token: number): string {
    return this.#texts[token] ?? '';
  }

  /** Counts one use of the text and gives its token. */
  take(text: string): number {
    // Often the same text again: several series keep it of one event.
    if (text === this.#texts[this.#last] && this.#last !== 0) {
      this.#uses[this.#last] = (this.#uses[this.#last] ?? 0) + 1;
      return this.#last;
    }
    const known = this.#byText.get(text);
    if (known !== undefined) {
      this.#uses[known] = (this.#uses[known] ?? 0) + 1;
      this.#last = known;
      return known;
    }
    const token = this.#free.pop() ?? this.#texts.length;
    this.#texts[token] = text;
    this.#byText.set(text, token);
    this.#characters += text.length;
    if (token >= this.#uses.length) {
      const grown = new Int32Array(this.#uses.length * 2);
      grown.set(this.#uses);
      this.#uses = grown;
    }
    this.#uses[token] = 1;
    this.#last = token;
    return token;
  }

  /** Gives one use back. */
  drop(token: number): void {
    if (token === 0) return;
    const left = (this.#uses[token] ?? 0) - 1;
    this.#uses[token] = left;
    if (left > 0) return;
    const text = this.text(token);
    if (token === this.#last) this.#last = 0;
    this.#byText.delete(text);
    this.#characters -= text.length;
    this.#texts[token] = '';
    this.#free.push(token);
  }
}
