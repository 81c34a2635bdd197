// Makes a module in lib/ of the files of each widget: they share one scope, from top to bottom.

import { readFileSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';

const WORKBOOK = new URL('../workbook/pages/', import.meta.url);
const PARTS = 'forms/parts.js';
const MODULES = {
  Form: [
    PARTS,
    'forms/values.js',
    'forms/row.js',
    'forms/marks.js',
    'forms/pasting.js',
    'forms/grid.js',
    'forms/compare.js',
    'forms/panel.js',
    'forms/reply.js',
    'forms/remarks.js',
    'forms/keys.js',
    'forms/saving.js',
    'forms/form.js'
  ],
  Upload: [PARTS, 'upload/upload.js']
};

const listed = new Set(Object.values(MODULES).flat());
for (const folder of ['forms', 'upload']) {
  const names = readdirSync(new URL(folder, WORKBOOK)).filter(name => name.endsWith('.js'));
  const left = names.filter(name => !listed.has(`${folder}/${name}`));
  if (left.length > 0) {
    throw new Error(`labextension/glue.mjs does not name these files of workbook/pages/${folder}: ${left}`);
  }
}
mkdirSync(new URL('lib/', import.meta.url), { recursive: true });
for (const [name, files] of Object.entries(MODULES)) {
  const texts = files.map(file => readFileSync(new URL(file, WORKBOOK), 'utf8'));
  const made = new URL(`lib/${name.toLowerCase()}.js`, import.meta.url);
  writeFileSync(made, [...texts, `export { ${name} };\n`].join('\n'));
}
