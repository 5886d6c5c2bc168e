import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { placeOf } from './element-path.ts';
import { readXmlText } from './xml-source.ts';
import { parseXmlTree, type XmlElement } from './xml-tree.ts';

/** An XSD 1.0 schema that compiled. `roots`: the elements it declares globally; `sha256`: of the bytes as imported. */
export interface ImportedSchema {
  readonly sha256: string;
  readonly targetNamespace: string;
  readonly roots: readonly string[];
  readonly bytes: Uint8Array;
}

/** One place where a document breaks its schema. `path` as in ElementPlace; `message` is libxml2's, in English. */
export interface SchemaError {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

export interface SchemaVerdict {
  readonly valid: boolean;
  readonly errors: readonly SchemaError[];
}

interface Compiled {
  readonly document: XmlDocument;
  readonly validator: XsdValidator;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';
const COMPILED_MAX = 16;
const SAFE = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES;

const ATTRIBUTE_AT_FAULT = /^Element '[^']*', attribute '([^']*)'/;

/** Compiled schemas by sha256, least recently used first; they live in WebAssembly memory until disposed. */
const compiled = new Map<string, Compiled>();

const refuse = (code: string, message: string, details: Failure['details'] = [], cause?: unknown): Failure =>
  new Failure('caller', `jurisdictions.schema_${code}`, message, details, cause);

const plainMessage = (message: string): string => message.trim().replaceAll(/\{[^}]*\}/g, '');

function dispose({ document, validator }: Compiled): void {
  validator.dispose();
  document.dispose();
}

function openDocument(bytes: Uint8Array): XmlDocument {
  readXmlText(bytes);
  try {
    return XmlDocument.fromBuffer(bytes, { option: SAFE });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const details = error.details.map(({ line, message }) => ({ row: line, message: plainMessage(message) }));
    const first = details[0];
    const where = first === undefined ? '' : ` (line ${first.row})`;
    throw new Failure('caller', 'xml.malformed', `not well-formed XML${where}`, details, error);
  }
}

function compile(bytes: Uint8Array): Compiled {
  const document = openDocument(bytes);
  try {
    return { document, validator: XsdValidator.fromDoc(document) };
  } catch (error) {
    document.dispose();
    if (!(error instanceof XmlLibError)) throw error;
    const details = error.details.map(({ line, message }) => ({ row: line, message: plainMessage(message) }));
    throw refuse(
      'does_not_compile',
      `the schema does not compile: ${details[0]?.message ?? error.message}`,
      details,
      error,
    );
  }
}

function compiledOf({ sha256, bytes }: ImportedSchema): Compiled {
  const found = compiled.get(sha256) ?? compile(bytes);
  compiled.delete(sha256);
  compiled.set(sha256, found);
  for (const [oldest, entry] of compiled) {
    if (compiled.size <= COMPILED_MAX) break;
    compiled.delete(oldest);
    dispose(entry);
  }
  return found;
}

function ensureSchemaDocument(root: XmlElement): void {
  if (root.namespace !== XSD || root.name !== 'schema') {
    throw refuse('not_a_schema', `the document is <${root.name}>, not an XML schema`);
  }
  const parts = root.children.filter(
    ({ namespace, name }) => namespace === XSD && ['import', 'include', 'redefine'].includes(name),
  );
  if (parts.length > 0) {
    const details = parts.map((part) => ({
      row: part.line,
      message: `<${part.name}> of another schema file`,
    }));
    throw refuse(
      'in_parts',
      'the schema needs other files; only a schema in one file can be imported',
      details,
    );
  }
}

const attribute = (element: XmlElement, name: string): string =>
  element.attributes.find((each) => each.name === name && each.namespace === '')?.value ?? '';

/**
 * Reads and compiles a schema from the bytes of an XSD file; the bytes are kept as they are, nothing is repaired.
 * Failures (caller): xml.* when it is not safe, well-formed XML; jurisdictions.schema_not_a_schema,
 * jurisdictions.schema_in_parts (import, include or redefine), jurisdictions.schema_without_elements,
 * jurisdictions.schema_does_not_compile (each reason with its line).
 */
export function importSchema(bytes: Uint8Array): ImportedSchema {
  const root = parseXmlTree(bytes);
  ensureSchemaDocument(root);
  const roots = root.children
    .filter(({ namespace, name }) => namespace === XSD && name === 'element')
    .map((element) => attribute(element, 'name'));
  if (roots.length === 0)
    throw refuse('without_elements', 'the schema declares no element, so no document can follow it');
  const schema: ImportedSchema = {
    sha256: sha256Hex(bytes),
    targetNamespace: attribute(root, 'targetNamespace'),
    roots,
    bytes: Uint8Array.from(bytes),
  };
  compiledOf(schema);
  return schema;
}

function collectErrors(validator: XsdValidator, document: XmlDocument, xml: Uint8Array): SchemaError[] {
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const root = parseXmlTree(xml);
    return error.details.map(({ xpath, message }) => {
      const place = placeOf(root, xpath ?? '');
      const attributeName = ATTRIBUTE_AT_FAULT.exec(message)?.[1];
      const path = attributeName === undefined ? place.path : `${place.path}/@${attributeName}`;
      return { ...place, path, message: plainMessage(message) };
    });
  }
}

/**
 * Whether a document follows a schema, and where it does not: every error with line, column (1-based) and element path.
 * Failures (caller): xml.* when the bytes are not safe, well-formed XML. The document's memory is given back before
 * this returns; the compiled schema stays cached.
 */
export function validateXml(schema: ImportedSchema, xml: Uint8Array): SchemaVerdict {
  const { validator } = compiledOf(schema);
  const document = openDocument(xml);
  try {
    const errors = collectErrors(validator, document, xml);
    return { valid: errors.length === 0, errors };
  } finally {
    document.dispose();
  }
}

/** Gives the memory of all compiled schemas back; the next validation compiles again. */
export function releaseSchemas(): void {
  for (const entry of compiled.values()) dispose(entry);
  compiled.clear();
}
