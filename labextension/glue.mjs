// Makes lib/form.js of the form's files: they share one scope, as they are read from top to bottom.

import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';

const FORMS = new URL('../workbook/forms/', import.meta.url);
const ORDER = [
  'parts.js',
  'values.js',
  'row.js',
  'marks.js',
  'pasting.js',
  'grid.js',
  'compare.js',
  'panel.js',
  'reply.js',
  'remarks.js',
  'keys.js',
  'saving.js',
  'form.js'
];

const there = readdirSync(FORMS).filter(name => name.endsWith('.js'));
const left = there.filter(name => !ORDER.includes(name));
if (left.length > 0 || there.length !== ORDER.length) {
  throw new Error(`labextension/glue.mjs: its list and the files of workbook/forms differ: ${left}`);
}
const texts = ORDER.map(name => readFileSync(new URL(name, FORMS), 'utf8'));
mkdirSync(new URL('lib/', import.meta.url), { recursive: true });
writeFileSync(new URL('lib/form.js', import.meta.url), [...texts, 'export { Form };\n'].join('\n'));
