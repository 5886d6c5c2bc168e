import { closed } from '@atalaya/contract/schema.ts';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { FAMILIES } from './rules/shape.ts';
import { type ScenarioFile, Source } from './rules/source.ts';

const Text = Type.String({ minLength: 1, maxLength: 200 });
const Texts = Type.Object({ es: Text, pt: Text, en: Text }, closed);
const Code = Type.String({ pattern: '^[a-z][a-z0-9_]{1,39}$' });

const Shape = Type.Object(
  {
    data: Type.Record(Code, Texts),
    typologies: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 999 }),
          family: Type.Enum([...FAMILIES]),
          es: Text,
          pt: Text,
          en: Text,
          source: Text,
          waits: Type.Optional(Type.Array(Code, { minItems: 1 })),
          /** What of the product covers it, where that is no scenario. */
          elsewhere: Type.Optional(Texts),
          /** What the alerts of that are called. */
          alerts: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{1,59}$' })),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
);
export type Typologies = Static<typeof Shape>;

const check = Compile(Shape);

/**
 * The list of typologies that scenarios are held against. Numbers are unique, and what a typology waits for is among the
 * kinds of data. Failure: scenarios.invalid, with file and line.
 */
export function readTypologies(file: ScenarioFile): Typologies {
  const source = new Source(file);
  source.refuse();
  const { value } = source;
  if (!check.Check(value)) {
    for (const { instancePath, message } of check.Errors(value))
      source.problem(instancePath.split('/').slice(1), `${instancePath} ${message}`);
    source.refuse();
    throw new Error(`${file.path} has a shape that could not be explained`);
  }
  const seen = new Set<number>();
  value.typologies.forEach(({ number, waits = [] }, i) => {
    if (seen.has(number)) source.problem(['typologies', i, 'number'], `number ${number} is taken`);
    seen.add(number);
    for (const [n, code] of waits.entries())
      if (value.data[code] === undefined)
        source.problem(['typologies', i, 'waits', n], `${code} is no kind of data`);
  });
  source.refuse();
  return value;
}
