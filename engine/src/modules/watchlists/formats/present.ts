/** The same object without the members that are undefined: listings are journalled, and `undefined` has no bytes. */
export function present<T extends object>(value: T): T {
  for (const [key, member] of Object.entries(value))
    if (member === undefined) Reflect.deleteProperty(value, key);
  return value;
}
