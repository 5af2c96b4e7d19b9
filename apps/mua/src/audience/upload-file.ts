/** Answer of an upload: the id of what was made, or what to tell the person. */
export type UploadAnswer = { ok: true; id: string } | { ok: false; message?: string };

/** Posts a file as it is and tells how many bytes have left; `fetch` cannot say that. */
export function uploadFile(
  url: string,
  file: File,
  onProgress: (bytes: number, of: number) => void,
): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => {
      const body = request.response as { id?: string; message?: string } | null;
      resolve(body?.id ? { ok: true, id: body.id } : { ok: false, message: body?.message });
    };
    request.onerror = () => resolve({ ok: false });
    request.setRequestHeader('content-type', 'text/csv');
    request.send(file);
  });
}
