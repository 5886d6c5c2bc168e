import { diag } from 'libxml2-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../kernel/failure.ts';
import { importSchema, releaseSchemas, validateXml } from './schemas.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const schemaText = (body: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="urn:example:parcel" targetNamespace="urn:example:parcel"
  elementFormDefault="qualified">${body}</xs:schema>`;

const PARCEL = schemaText(`
  <xs:element name="parcel"><xs:complexType><xs:sequence>
    <xs:element name="item" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="code"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{3}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="count" type="xs:integer" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="receipt" type="xs:string"/>`);

const parcel = (inner: string, head = ''): Uint8Array =>
  bytes(`${head}<parcel xmlns="urn:example:parcel">\n  ${inner}\n</parcel>`);

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Objects that live in WebAssembly memory, by class. */
const instances = (): Record<string, number> => {
  const report: Record<string, { totalInstances: number }> = diag.report();
  return Object.fromEntries(
    Object.entries(report).map(([name, { totalInstances }]) => [name, totalInstances]),
  );
};

afterAll(releaseSchemas);

describe('importing a schema', () => {
  it('names hash, target namespace and the elements a document can start with', () => {
    const schema = importSchema(bytes(PARCEL));
    expect(schema.targetNamespace).toBe('urn:example:parcel');
    expect(schema.roots).toEqual(['parcel', 'receipt']);
    expect(schema.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['a document that is no schema', '<parcel/>', 'jurisdictions.schema_not_a_schema'],
    [
      'a schema element outside the namespace of XML Schema',
      '<schema/>',
      'jurisdictions.schema_not_a_schema',
    ],
    [
      'a schema without elements',
      schemaText('<xs:simpleType name="t"><xs:restriction base="xs:string"/></xs:simpleType>'),
      'jurisdictions.schema_without_elements',
    ],
    [
      'a schema whose types do not resolve',
      schemaText('<xs:element name="a" type="p:nowhere"/>'),
      'jurisdictions.schema_does_not_compile',
    ],
    [
      'a schema that includes another file',
      schemaText('<xs:include schemaLocation="other.xsd"/><xs:element name="a"/>'),
      'jurisdictions.schema_in_parts',
    ],
    [
      'a schema that imports from the network',
      schemaText(
        '<xs:import namespace="u" schemaLocation="http://example.org/x.xsd"/><xs:element name="a"/>',
      ),
      'jurisdictions.schema_in_parts',
    ],
    [
      'a schema with a document type',
      schemaText('<xs:element name="a"/>', '<!DOCTYPE xs:schema>'),
      'xml.doctype',
    ],
    ['a truncated schema', PARCEL.slice(0, -12), 'xml.malformed'],
    ['no bytes at all', '', 'xml.malformed'],
    ['plain text', 'mes,aviso', 'xml.malformed'],
  ])('refuses %s', (_, text, code) => {
    const failure = failureOf(() => importSchema(bytes(text)));
    expect([failure.kind, failure.code]).toEqual(['caller', code]);
  });

  it('says in which line a schema does not compile', () => {
    const failure = failureOf(() =>
      importSchema(bytes(schemaText('\n<xs:element name="a" type="p:nowhere"/>'))),
    );
    expect(failure.details[0]?.row).toBe(4);
  });

  it('refuses bytes that are not the encoding they declare', () => {
    const latin = Buffer.from(PARCEL.replace('parcel">', 'parcela-ñ">'), 'latin1');
    expect(failureOf(() => importSchema(latin)).code).toBe('xml.encoding');
  });

  it('keeps its own copy of the bytes', () => {
    const source = bytes(PARCEL);
    const schema = importSchema(source);
    source.fill(0);
    releaseSchemas();
    expect(validateXml(schema, parcel('<item><code>ABC</code></item>')).valid).toBe(true);
  });
});

describe('validating a document', () => {
  const schema = importSchema(bytes(PARCEL));

  it('accepts what follows the schema, compiled again or not', () => {
    const document = parcel('<item><code>ABC</code><count>2</count></item>');
    expect(validateXml(schema, document)).toEqual({ valid: true, errors: [] });
    releaseSchemas();
    expect(validateXml(schema, document)).toEqual({ valid: true, errors: [] });
  });

  it('gives every error a line, a column and the path of its element', () => {
    const verdict = validateXml(
      schema,
      parcel('<item><code>ABC</code></item>\n  <item><code>ab</code>\n    <count>two</count></item>'),
    );
    expect(verdict.errors.map(({ path, line, column }) => ({ path, line, column }))).toEqual([
      { path: '/parcel/item[2]/code', line: 3, column: 9 },
      { path: '/parcel/item[2]/count', line: 4, column: 5 },
    ]);
    expect(verdict.errors[0]?.message).toContain("facet 'pattern'");
    expect(verdict.errors[0]?.message).not.toContain('urn:example');
  });

  it.each([
    ['an unknown element', '<item><code>ABC</code><weight/></item>', '/parcel/item/weight'],
    ['a missing element', '<item></item>', '/parcel/item'],
    ['an attribute', '<item colour="red"><code>ABC</code></item>', '/parcel/item/@colour'],
    ['a wrong prefix', '<x:item xmlns:x="urn:other"><code>ABC</code></x:item>', '/parcel/item'],
  ])('finds %s', (_, inner, path) => {
    const verdict = validateXml(schema, parcel(inner));
    expect(verdict.valid).toBe(false);
    expect(verdict.errors.map((error) => error.path)).toContain(path);
  });

  it('finds a root of another namespace', () => {
    const verdict = validateXml(schema, bytes('<parcel/>'));
    expect(verdict.errors[0]?.path).toBe('/parcel');
  });

  it.each([
    ['an external entity', '<!DOCTYPE parcel [<!ENTITY x SYSTEM "file:///etc/hostname">]>'],
    ['an external document type', '<!DOCTYPE parcel SYSTEM "http://127.0.0.1:9/x.dtd">'],
    ['a parameter entity', '<!DOCTYPE parcel [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'],
    ['an entity bomb', '<!DOCTYPE parcel [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'],
    ['a document type after a comment', '<?xml version="1.0"?><!-- x -->\n<?pi?>\n<!DOCTYPE parcel>'],
  ])('refuses %s before it is read', (_, head) => {
    expect(failureOf(() => validateXml(schema, parcel('<item><code>&x;</code></item>', head))).code).toBe(
      'xml.doctype',
    );
  });

  it.each([
    ['an undeclared entity', parcel('<item><code>&x;</code></item>')],
    ['a tag that is not closed', parcel('<item><code>ABC</item>')],
    ['a null byte', parcel('<item><code>A\u0000C</code></item>')],
    ['two roots', bytes('<a/><b/>')],
    ['an unbound prefix', bytes('<q:parcel/>')],
  ])('refuses %s with a code', (_, document) => {
    expect(failureOf(() => validateXml(schema, document)).code).toBe('xml.malformed');
  });

  it('accepts UTF-16 with a byte order mark and ISO-8859-1 that says so', () => {
    const text = '<receipt xmlns="urn:example:parcel">Año</receipt>';
    const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le');
    const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1');
    expect(validateXml(schema, utf16).valid).toBe(true);
    expect(validateXml(schema, latin).valid).toBe(true);
  });

  it('gives the memory of every document back, whatever became of it', () => {
    releaseSchemas();
    diag.configure({ enabled: true });
    try {
      validateXml(schema, parcel('<item><code>ABC</code></item>'));
      validateXml(schema, parcel('<item><code>abc</code></item>'));
      failureOf(() => validateXml(schema, parcel('<item>')));
      failureOf(() => importSchema(bytes(schemaText('<xs:element name="a" type="p:nowhere"/>'))));
      expect(instances()).toEqual({ XmlDocument: 1, XsdValidator: 1 });
      releaseSchemas();
      expect(instances()).toEqual({});
    } finally {
      diag.configure({ enabled: false });
    }
  });

  it('keeps validating when more schemas were imported than it keeps compiled', () => {
    const many = Array.from({ length: 20 }, (_, n) =>
      importSchema(bytes(schemaText(`<xs:element name="e${n}"/>`))),
    );
    for (const [n, each] of many.entries()) {
      expect(validateXml(each, bytes(`<e${n} xmlns="urn:example:parcel"/>`)).valid).toBe(true);
      expect(validateXml(each, bytes('<other xmlns="urn:example:parcel"/>')).valid).toBe(false);
    }
  });
});
