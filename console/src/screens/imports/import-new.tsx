export function ImportNew() {
  return null;
}
