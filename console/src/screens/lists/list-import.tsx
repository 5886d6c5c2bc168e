export function ListImport() {
  return null;
}
