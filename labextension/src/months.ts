const SHAPE = /^(\d{4})-(0[1-9]|1[0-2])$/;
const EITHER_WAY = 12;

/** Whether a text is a month, YYYY-MM. */
export function isMonth(text: string): boolean {
  return SHAPE.test(text);
}

/** The month that comes `by` months after (or before) a month; the same text if it is none. */
export function shifted(month: string, by: number): string {
  const parts = SHAPE.exec(month);
  if (!parts) {
    return month;
  }
  const counted = Number(parts[1]) * 12 + Number(parts[2]) - 1 + by;
  const year = String(Math.floor(counted / 12)).padStart(4, '0');
  return `${year}-${String((counted % 12) + 1).padStart(2, '0')}`;
}

/** Months to choose from: a year before and after today's, and the chosen one in any case. */
export function choosable(today: string, chosen: string): string[] {
  const around = Array.from({ length: 2 * EITHER_WAY + 1 }, (_, at) =>
    shifted(today, at - EITHER_WAY)
  );
  return [...new Set([...around, chosen])].filter(isMonth).sort();
}
