/** What the kernel sends for a form to be drawn from; workbook/content/form_fields.py describes it. */

/** The form's own texts, by key. */
export type Words = Readonly<Record<string, string>>;

/** A choice: the key that is saved, what it is called, and its other names. */
export interface Option {
  readonly key: string;
  readonly label: string;
  readonly also?: readonly string[];
}

type ValueKind =
  | 'text'
  | 'long_text'
  | 'money'
  | 'measure'
  | 'count'
  | 'share'
  | 'day'
  | 'yes'
  | 'choice';

interface Named {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly example: string;
}

/** A field of one value. */
export interface Single extends Named {
  readonly kind: ValueKind;
  readonly required: boolean;
  readonly default: string | boolean;
  readonly options: readonly Option[];
  /** Of what the kernel finds some: "customers" for the number of one. */
  readonly offers?: 'customers';
  /** How many yuan the field's unit has. */
  readonly yuan?: number;
  /** What the unit is called, by indicator where that decides, and under "". */
  readonly units?: Words;
}

/** A column of a table; `main` ones stand in the grid, the others below their row. */
export interface Column extends Single {
  readonly main: boolean;
  /** The headings under which people have it in tables of their own. */
  readonly headings?: readonly string[];
}

/** A table that is filled in row by row. */
export interface Table extends Named {
  readonly kind: 'rows';
  readonly columns: readonly Column[];
}

export type Field = Single | Table;

/** A value as it was typed; a box that is ticked is true. */
export type Value = string | number | boolean | null | undefined;

export type Row = Record<string, Value>;

/** What was typed into a form, by the names of its fields. */
export type Body = Record<string, Value | Row[]>;

/** A remark of the kernel on one value: where it stands (field, row, column), and what to say. */
export interface Problem {
  readonly loc: readonly [string, ...(string | number)[]];
  readonly kind: string;
  readonly text: string;
}

/** What somebody said, and when. */
export interface Said {
  readonly author: string;
  readonly at: string;
  readonly text: string;
  readonly period?: string;
}

/** The coach's remark on a field ("" for the whole chapter), with the answers to it. */
export interface Remark extends Said {
  readonly number: number;
  readonly field: string;
  readonly field_label?: string;
  readonly label?: string;
  readonly open: boolean;
  readonly answers: readonly Said[];
}
