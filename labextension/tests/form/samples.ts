import type { Column, Single, Table } from '../../src/form/description';

/** A field of one value. */
export function single(name: string, more: Partial<Single> = {}): Single {
  const blank = { label: name, help: '', example: '', required: false, default: '', options: [] };
  return { name, kind: 'text', ...blank, ...more };
}

/** A column of a table. */
export function column(name: string, more: Partial<Column> = {}): Column {
  return { ...single(name), main: true, ...more };
}

export const INDICATOR = column('indicator', {
  kind: 'choice',
  label: '指标',
  headings: ['indicator', '指标', 'Indicator'],
  options: [
    { key: 'aum', label: '资产提升', also: ['AUM'] },
    { key: 'opened', label: '开户', also: ['开户数'] }
  ]
});

/** An amount in units of 10,000 yuan, unless its row's indicator is counted. */
export const TARGET = column('target', {
  kind: 'measure',
  label: '目标',
  help: '本月要做到的数',
  headings: ['target', '目标', 'Target'],
  yuan: 10000,
  units: { '': '万元', opened: '户' }
});

export const NOTE = column('note', { label: '备注', headings: ['note', '备注', 'Note'] });
export const WHY = column('why', { kind: 'long_text', label: '理由', main: false });

export const TARGETS: Table = {
  name: 'targets',
  kind: 'rows',
  label: '本月目标',
  help: '',
  example: '',
  columns: [INDICATOR, TARGET, NOTE, WHY]
};

export const SCHEME = single('scheme', {
  kind: 'choice',
  label: '排法',
  default: 'even',
  options: [
    { key: 'even', label: '平均' },
    { key: 'front', label: '前置' }
  ]
});
export const CONTACTS = single('contacts', { kind: 'count', label: '每天几位', help: '打电话' });
export const ANSWER = single('answer', { kind: 'long_text', label: '我的回答' });
