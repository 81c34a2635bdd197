import { Notification } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { keep } from './downloads';
import { file, sentence } from './server';
import type { Laid } from './copies';
import type { Words } from './words';

/** The formats in which a page can be downloaded. */
export const SHAPES = ['html', 'pdf', 'xlsx', 'ics'] as const;
export type Shape = (typeof SHAPES)[number];

/** What a format is for, in words. */
export function shapeLabel(shape: Shape, words: Words): string {
  switch (shape) {
    case 'html':
      return words.__('Page for a browser (HTML)');
    case 'pdf':
      return words.__('Paper (PDF)');
    case 'xlsx':
      return words.__('Excel file (XLSX)');
    case 'ics':
      return words.__('Calendar (ICS)');
  }
}

/** Open a menu of the formats at a position of the window. */
export function shapeMenu(commands: CommandRegistry, left: number, top: number): void {
  const menu = new Menu({ commands });
  for (const shape of SHAPES) {
    menu.addItem({ command: 'workbook:export-page', args: { shape } });
  }
  menu.aboutToClose.connect(() => setTimeout(() => menu.dispose(), 0));
  menu.open(left, top);
}

/** Download a page in a format. */
export async function exportPage(
  trainee: string,
  page: string,
  shape: Shape,
  { month, language }: Laid,
  words: Words
): Promise<void> {
  const path = `trainees/${encodeURIComponent(trainee)}/pages/${encodeURIComponent(page)}`;
  const fetched = file(path, { shape, download: 1, month, language }).then(([blob, name]) => {
    keep(blob, name || `${page}.${shape}`);
    return name || `${page}.${shape}`;
  });
  Notification.promise(fetched, {
    pending: { message: words.__('The page is being made…') },
    success: { message: name => words.__('%1 is ready.', String(name)) },
    error: { message: error => sentence(error, words) }
  });
  await fetched.catch(() => undefined);
}
