export function Screening() {
  return null;
}
