import {
  importSchema,
  releaseSchemas,
  type ImportedSchema as SchemaOfValidation,
  type SchemaVerdict as VerdictOfValidation,
  validateXml,
} from './schema-validation/schemas.ts';
import { type XmlElement as ElementOfValidation, parseXmlTree } from './schema-validation/xml-tree.ts';

/** The door to validation against XML schemas; what is behind it is private to this module. */
export type ImportedSchema = SchemaOfValidation;
export type SchemaVerdict = VerdictOfValidation;
export type SchemaError = SchemaVerdict['errors'][number];
export type XmlElement = ElementOfValidation;

/**
 * Reads and compiles a schema from the bytes of an XSD file.
 * Failures (caller): xml.*, jurisdictions.schema_not_a_schema, .schema_in_parts, .schema_without_elements,
 * .schema_does_not_compile.
 */
export const compileSchema = (bytes: Uint8Array): ImportedSchema => importSchema(bytes);

/** Whether a document follows a schema, and every place where it does not. Failures (caller): xml.*. */
export const checkAgainstSchema = (schema: ImportedSchema, xml: Uint8Array): SchemaVerdict =>
  validateXml(schema, xml);

/** The elements of a document with their positions. Failures (caller): xml.*. */
export const readXmlTree = (bytes: Uint8Array): XmlElement => parseXmlTree(bytes);

/** Gives the memory of all compiled schemas back; the next check compiles again. */
export const releaseCompiledSchemas = (): void => releaseSchemas();
