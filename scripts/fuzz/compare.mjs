// One typing session inside this process: after every edit the stream that took the edit must say what a stream read anew
// says. Gets the product's modules handed in, so that the test and the long run share it.
import { Typist } from './edits.mjs';

/** Fresh documents by text: parsing one text twice would only be slow. They are never edited, so nothing is taken from them. */
const MOST_KEPT = 400;

const URI = 'file:///typed.yaml';

/** JSON that keeps what JSON drops: big integers, infinities, negative zero. */
function plain(value) {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return `${inner}n`;
    if (typeof inner === 'number' && (!Number.isFinite(inner) || Object.is(inner, -0))) return `${inner}#`;
    return inner;
  });
}

export class Comparer {
  #product;
  #settings;
  #fresh = new Map();

  /** @param product YamlStream, YamlDocument, splitDocuments, analyzeFile, diagnose, DEFAULT_SETTINGS, texts */
  constructor(product) {
    this.#product = product;
    this.#settings = product.DEFAULT_SETTINGS;
  }

  /**
   * Types `edits` edits into a text.
   * @returns undefined, or what went wrong: the edits that lead there and how the answers differ
   */
  session({ seed, text, others, edits }) {
    const { YamlStream } = this.#product;
    const typist = new Typist(seed, text, others);
    let stream = YamlStream.of(text);
    const names = new this.#product.NameIndex();
    this.#answers(stream, names);
    let compared = stream;
    for (let i = 0; i < edits; i++) {
      const before = typist.text;
      const edit = typist.next();
      const where = { seed, edit: i, before, change: { range: edit.range, text: edit.text } };
      try {
        stream = stream.edit(edit);
        // now and then several edits arrive before anybody asks
        if (i % 11 === 3 || i % 11 === 4) continue;
        const difference = this.#difference(stream, edit.after, { names, compared });
        compared = stream;
        if (difference !== undefined) return { ...where, difference };
      } catch (error) {
        return { ...where, difference: `threw ${error.stack}` };
      }
    }
    return undefined;
  }

  /** @param earlier the names of the stream as it was when it was last compared, and that stream */
  #difference(stream, text, { names, compared }) {
    if (stream.text !== text) return `text: ${JSON.stringify(stream.text)} instead of ${JSON.stringify(text)}`;
    const fresh = this.#freshStream(text);
    const got = stream.documents.map((document) => document.text);
    const want = fresh.documents.map((document) => document.text);
    if (plain(got) !== plain(want)) return `documents: ${plain(got)} instead of ${plain(want)}`;
    const known = new Set(compared.documents);
    for (const [i, document] of stream.documents.entries()) {
      const other = fresh.documents[i];
      if (stream.startLine(i) !== fresh.startLine(i)) return `document ${i} begins on another line`;
      if (known.has(document)) continue;
      const tree = plain([document.root, document.problems]);
      this.#trees.get(other) ?? this.#trees.set(other, this.#tree(other));
      if (tree !== this.#trees.get(other))
        return `tree of document ${i}: ${tree}\ninstead of ${this.#trees.get(other)}`;
    }
    const found = plain(this.#answers(stream, names));
    const right = plain(this.#answers(fresh));
    return found === right ? undefined : `diagnostics: ${found}\ninstead of ${right}`;
  }

  #trees = new WeakMap();

  /** The tree of a document by the full parser alone, without any short cut. */
  #tree({ text }) {
    const { root, problems } = this.#product.parseFully(text);
    return plain([root, problems]);
  }

  #freshStream(text) {
    const { YamlStream, YamlDocument, splitDocuments } = this.#product;
    const documents = splitDocuments(text).map((part) => {
      const known = this.#fresh.get(part);
      if (known !== undefined) return known;
      const document = new YamlDocument(part);
      this.#fresh.set(part, document);
      if (this.#fresh.size > MOST_KEPT) this.#fresh.delete(this.#fresh.keys().next().value);
      return document;
    });
    return YamlStream.from(documents);
  }

  /** @param names the index of a workspace that follows the file, as the server has one; without it the file stands alone */
  #answers(stream, names) {
    const { analyzeFile, diagnose, texts } = this.#product;
    const file = analyzeFile(stream, 37, names === undefined ? undefined : { uri: URI, names });
    names?.setFile(URI, file);
    return diagnose(file, texts, this.#settings);
  }
}
