// Units of money in headings and cells, and numbers moved from one unit to another.

import type { Single, Value } from './description';
import { isBlank, plain } from './values';

// How many noughts a unit has; as the kernel reads them.
const NOUGHTS: Readonly<Record<string, number>> = {
  元: 0,
  yuan: 0,
  rmb: 0,
  cny: 0,
  人民币元: 0,
  千元: 3,
  万元: 4,
  萬元: 4,
  万: 4,
  萬: 4,
  wanyuan: 4,
  '10,000yuan': 4,
  百万元: 6,
  百萬元: 6,
  千万元: 7,
  千萬元: 7,
  亿元: 8,
  億元: 8,
  亿: 8,
  億: 8
};

function noughtsOf(text: string): number | undefined {
  const unit = plain(text)
    .toLowerCase()
    .replace(/\s|^rmb|^人民币/g, '');
  return Object.hasOwn(NOUGHTS, unit) ? NOUGHTS[unit] : undefined;
}

/** The unit that a heading has in brackets, or that a line names: “目标（万元）”, “单位：元”. */
export function unitIn(heading: string): number | undefined {
  const inside = [...plain(heading).matchAll(/[([【](?:单位|單位|unit)?:?([^)\]】]*)[)\]】]/gi)];
  const units = inside.map(([, text = '']) => noughtsOf(text));
  return units.find(unit => unit !== undefined) ?? unitSaid(heading);
}

/** The unit that a line names: “单位：元”. */
export function unitSaid(line: string): number | undefined {
  const said = /(?:单位|單位|unit)\s*:?\s*([^\s)\]】]+(?:\s*yuan)?)/i.exec(plain(line));
  return said?.[1] === undefined ? undefined : noughtsOf(said[1]);
}

/** Whether a cell names its own unit, as “50元” does. */
export const hasOwnUnit = (text: Value): boolean =>
  !isBlank(text) && !/^[+-]?[\d,.\s]+$/.test(plain(text));

/**
 * A bare number of a unit with so many noughts, as a number of the column's own unit. Any other
 * text stays as it is.
 */
export function inUnitOf(column: Single, text: string, noughts: number): string {
  const number = /^([+-]?)¥?([\d,]+)(?:\.(\d*))?$/.exec(plain(text).replace(/\s/g, ''));
  const own = Math.log10(column.yuan ?? NaN);
  if (!number || noughts === own) {
    return text;
  }
  if (!Number.isInteger(own)) {
    return noughts === 0 ? `${text}元` : text;
  }
  const [, sign = '', whole = '', part = ''] = number;
  return sign + moved(whole.replaceAll(',', ''), part, noughts - own);
}

/** The decimal point moved so many places to the right (or to the left), exactly. */
function moved(whole: string, part: string, places: number): string {
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  return `${padded.slice(0, at)}.${padded.slice(at)}`
    .replace(/^0+(?=\d)/, '')
    .replace(/\.?0*$/, '');
}

/** A heading without its unit, blanks and stars, to be compared. */
export const headingOf = (text: string): string =>
  plain(text)
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[\s*:]/g, '')
    .toLowerCase();
