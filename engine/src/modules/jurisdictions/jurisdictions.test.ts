import { createHash } from 'node:crypto';
import type { EntityView } from '@atalaya/contract/access.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem, one, rows } from '../../platform/database.ts';
import { type House, type Staff, startHouse } from '../alerts/testing/house.ts';
import { entryTypes } from './events.ts';
import { SCHEMA_BYTES_MAX, schemaFor } from './official-schemas.ts';
import { mountJurisdictions } from './routes.ts';
import { checkAgainstSchema, readXmlTree, releaseCompiledSchemas } from './schemas.ts';
import { xsdOf } from './testing/xsd.ts';

let house: House;
let entity: EntityView;
let officer: Staff;
let analyst: Staff;

beforeAll(async () => {
  house = await startHouse(entryTypes);
  entity = await house.entity('norte', 'MX', 'MXN');
  officer = await house.staff('Olga', 'officer', entity);
  analyst = await house.staff('Ana', 'analyst', entity);
  mountJurisdictions(house.http, house);
});
afterAll(async () => {
  releaseCompiledSchemas();
  await house.close();
});

const put = (content: string | Buffer, who = officer, path = 'mx/schemas/mx-avi', type = 'application/xml') =>
  house.http.app
    .inject({
      method: 'PUT',
      url: `/v1/jurisdictions/${path}`,
      headers: { 'x-staff': who.id, 'content-type': type },
      payload: content,
    })
    .then((reply) => ({ status: reply.statusCode, body: reply.json() }));

describe('an official schema', () => {
  it('is imported as it is: hash of the bytes, journaled, in use at once', async () => {
    const xsd = xsdOf('xs:string');
    expect(await asSystem(house.db, (tx) => schemaFor(tx, 'mx', 'mx-avi'))).toBeUndefined();
    const { status, body } = await put(xsd);
    expect(status).toBe(200);
    const sha256 = createHash('sha256').update(xsd).digest('hex');
    expect(body).toMatchObject({ jurisdiction: 'mx', format: 'mx-avi', sha256, imported_by: officer.id });
    const entry = await asSystem(house.db, (tx) =>
      one<{ type: string; bytes: Buffer }>(tx, 'select type, bytes from journal.entry where number = $1', [
        body.journal,
      ]),
    );
    expect(entry?.type).toBe('jurisdictions.schema_imported');
    const data = JSON.parse(entry?.bytes.toString() ?? '').data;
    expect(Buffer.from(data.content, 'base64').toString()).toBe(xsd);
    const used = await asSystem(house.db, (tx) => schemaFor(tx, 'mx', 'mx-avi'));
    expect(used?.schema.sha256).toBe(sha256);
    if (used === undefined) throw new Error('not in use');
    const file = (text: string) =>
      Buffer.from(`<archivo xmlns="http://www.uif.shcp.gob.mx/recepcion/avi">${text}</archivo>`);
    expect(checkAgainstSchema(used.schema, file('x')).valid).toBe(true);
    expect(checkAgainstSchema(used.schema, file('<a/>')).errors[0]?.path).toBe('/archivo');
    expect(readXmlTree(file('x')).name).toBe('archivo');
  });

  it('is replaced by a later one, and an earlier one can be taken into use again', async () => {
    const [first, second] = [xsdOf('xs:string', 'one'), xsdOf('xs:integer', 'two')];
    const inUse = async () =>
      (await asSystem(house.db, (tx) => schemaFor(tx, 'mx', 'mx-avi')))?.schema.sha256;
    const one = (await put(first)).body.sha256;
    const two = (await put(second)).body.sha256;
    expect(await inUse()).toBe(two);
    await put(first);
    expect(await inUse()).toBe(one);
    const { body } = await analyst.ask('GET', '/v1/jurisdictions/schemas');
    expect(body.items.slice(0, 2).map(({ sha256 }: { sha256: string }) => sha256)).toEqual([one, two]);
  });

  it.each([
    ['not XML', 'xml.malformed', 'hello', 'mx/schemas/mx-avi'],
    ['a document type', 'xml.doctype', '<!DOCTYPE a><a/>', 'mx/schemas/mx-avi'],
    ['another format', 'jurisdictions.unknown_format', xsdOf('xs:string'), 'mx/schemas/mx-xyz'],
    ['another country', 'jurisdictions.unknown_format', xsdOf('xs:string'), 'br/schemas/mx-avi'],
    [
      'another namespace',
      'jurisdictions.schema_wrong_namespace',
      xsdOf('xs:string').replaceAll('recepcion/avi', 'recepcion/jys'),
      'mx/schemas/mx-avi',
    ],
    ['no schema', 'jurisdictions.schema_not_a_schema', '<archivo/>', 'mx/schemas/mx-avi'],
    ['an unknown type', 'jurisdictions.schema_does_not_compile', xsdOf('xs:nothing'), 'mx/schemas/mx-avi'],
  ])('is refused and nothing is kept: %s', async (_what, code, content, path) => {
    const stored = () =>
      asSystem(house.db, (tx) => rows(tx, 'select sha256 from jurisdictions.schema order by 1'));
    const before = await stored();
    expect((await put(content, officer, path)).body.code).toBe(code);
    expect(await stored()).toEqual(before);
  });

  it('is refused over 8 MB, as JSON, and from staff who may not', async () => {
    const large = Buffer.alloc(SCHEMA_BYTES_MAX + 1, ' ');
    expect(await put(large)).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
    const json = await put('{}', officer, 'mx/schemas/mx-avi', 'application/json');
    expect(json.body.code).toBe('request.unsupported_media_type');
    expect((await put(xsdOf('xs:string'), analyst)).body.code).toBe('auth.denied');
  });
});
