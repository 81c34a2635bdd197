/** One event of a stream: its name and its data as it was sent. */
export interface Said {
  readonly name: string;
  readonly data: string;
}

const LINE_END = /\r\n|\n|\r(?!$)/;

/**
 * Reads server-sent events from a text that comes in pieces.
 *
 * The function that it returns takes the next piece and gives the events that are whole by now.
 */
export function reader(): (piece: string) => Said[] {
  let rest = '';
  let name = '';
  let data: string[] = [];
  const line = (text: string): Said[] => {
    const [field = '', value = ''] = parted(text);
    if (text === '') {
      const whole = data.length > 0 ? [{ name: name || 'message', data: data.join('\n') }] : [];
      name = '';
      data = [];
      return whole;
    }
    if (field === 'event') {
      name = value;
    } else if (field === 'data') {
      data.push(value);
    }
    return [];
  };
  return piece => {
    const lines = (rest + piece).split(LINE_END);
    rest = lines.pop() ?? '';
    return lines.flatMap(line);
  };
}

/** Field and value; a comment begins with a colon, so that its field is empty. */
function parted(text: string): [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).replace(/^ /, '')];
}
