import { createClient } from '@atalaya/contract/client.gen.ts';

let entity: string | undefined;

/** Every later call speaks for this obliged entity. */
export const speakFor = (id: string | undefined): void => {
  entity = id;
};

export const entityHeaders = (): Record<string, string> =>
  entity === undefined ? {} : { 'atalaya-entity': entity };

/** The generated client, on the page's own origin, with the session cookie. */
export const api = createClient({ baseUrl: '', headers: entityHeaders });

const part = encodeURIComponent;

/** Files that the browser itself fetches or that are sent with a progress bar. */
export const fileUrl = {
  report: (id: string) => `/v1/reports/${part(id)}/file`,
  attachment: (id: string, attachment: string) => `/v1/cases/${part(id)}/attachments/${part(attachment)}`,
  refusedRows: (id: string) => `/v1/imports/${part(id)}/refused`,
  importFile: (id: string) => `/v1/imports/${part(id)}/file`,
} as const;
