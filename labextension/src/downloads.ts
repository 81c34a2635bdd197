import { element } from './elements';

/** Give a file to the browser to keep. */
export function keep(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = element('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // by then the browser has started to read it
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
