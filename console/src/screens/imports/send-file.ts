import { entityHeaders, fileUrl } from '../../api/api.ts';

/** Sends the file of an import with its progress, which fetch cannot tell. Rejects when it did not arrive whole. */
export function sendFile(id: string, file: File, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', fileUrl.importFile(id));
    request.setRequestHeader('content-type', 'text/csv');
    for (const [name, value] of Object.entries(entityHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(new Error(`${request.status} ${request.responseText.slice(0, 200)}`));
    request.onerror = () => reject(new Error('unreachable'));
    request.send(file);
  });
}
