import { describe, expect, it } from 'vitest';
import { checkAgainstSchema, compileSchema } from '../../../jurisdictions/schemas.ts';
import { shippedPack } from '../testing/content.ts';
import { AVI_LAYOUT } from './avi-layout.ts';
import { faultsOfSchema, SCHEMA_RULE_IDS, X } from './schema-findings.ts';

/** A schema of our own, of the same namespace and a few of the elements: every way in which libxml2 can say no. */
const typed = (name: string, base: string, facets: string): string =>
  `<xs:element name="${name}" minOccurs="0"><xs:simpleType><xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;

const schema = compileSchema(
  new TextEncoder().encode(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${AVI_LAYOUT.namespace}" elementFormDefault="qualified">
  <xs:element name="archivo"><xs:complexType><xs:sequence><xs:element name="informe" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="mes_reportado" type="xs:string"/>
    ${typed('patron', 'string', '<xs:pattern value="[A-Z]+"/>')}
    ${typed('exacto', 'string', '<xs:length value="3"/>')}
    ${typed('corto', 'string', '<xs:minLength value="3"/>')}
    ${typed('largo', 'string', '<xs:maxLength value="3"/>')}
    ${typed('minimo', 'integer', '<xs:minInclusive value="10"/>')}
    ${typed('entero', 'integer', '')}
    ${typed('lista', 'string', '<xs:enumeration value="A"/>')}
  </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>`),
);

const judge = (inner: string, root = 'archivo') => {
  const xml = `<${root} xmlns="${AVI_LAYOUT.namespace}"><informe>${inner}</informe></${root}>`;
  return faultsOfSchema(checkAgainstSchema(schema, new TextEncoder().encode(xml)).errors);
};

const MONTH = '<mes_reportado>202603</mes_reportado>';

describe('errors of a schema', () => {
  it.each([
    ['another root', MONTH, X.root, '/otro'],
    ['an unknown element', `${MONTH}<nota/>`, X.unexpected, '/archivo/informe[1]/nota'],
    ['a missing element', '', X.missing, '/archivo/informe[1]'],
    [
      'an attribute',
      '<mes_reportado a="1">202603</mes_reportado>',
      X.attribute,
      '/archivo/informe[1]/mes_reportado/@a',
    ],
    ['stray text', `${MONTH}texto`, X.text, '/archivo/informe[1]'],
    [
      'an element in text',
      '<mes_reportado><b/></mes_reportado>',
      X.text,
      '/archivo/informe[1]/mes_reportado',
    ],
    ['a pattern', `${MONTH}<patron>a</patron>`, X.pattern, '/archivo/informe[1]/patron'],
    ['an exact length', `${MONTH}<exacto>a</exacto>`, X.length, '/archivo/informe[1]/exacto'],
    ['too short a text', `${MONTH}<corto>a</corto>`, X.tooShort, '/archivo/informe[1]/corto'],
    ['too long a text', `${MONTH}<largo>abcd</largo>`, X.tooLong, '/archivo/informe[1]/largo'],
    ['too small a number', `${MONTH}<minimo>9</minimo>`, X.tooSmall, '/archivo/informe[1]/minimo'],
    ['a text for a number', `${MONTH}<entero>a</entero>`, X.type, '/archivo/informe[1]/entero'],
    ['a word outside a list', `${MONTH}<lista>B</lista>`, X.other, '/archivo/informe[1]/lista'],
  ])('%s', (what, inner, rule, path) => {
    const faults = judge(inner, what === 'another root' ? 'otro' : 'archivo');
    expect(faults).toContainEqual(expect.objectContaining({ rule, path }));
    expect(faults[0]?.detail).not.toContain(AVI_LAYOUT.namespace);
  });

  it('are none where a document follows it', () => {
    expect(judge(`${MONTH}<patron>A</patron><entero>1</entero>`)).toEqual([]);
  });

  it('each have a row with texts in the rule table', () => {
    const { rules } = shippedPack();
    for (const id of SCHEMA_RULE_IDS) expect([id, rules.get(id)?.type]).toEqual([id, 'schema']);
  });
});
