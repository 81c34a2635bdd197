import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sender } from '../../src/upload/sender';
import { Upload } from '../../src/upload/upload';
import type { Answer, Model, State } from '../../src/upload/wire';

const STATE: State = {
  words: new Proxy({}, { get: (_, key: string) => key }),
  kinds: [['customers', 'C']],
  endings: '.csv',
  units: ['元', '万元'],
  encodings: ['utf-8', 'gb18030']
};

interface Message {
  readonly type: string;
  readonly id: string;
  readonly at?: number;
  readonly how?: object;
}

/** The kernel's end of the wire. */
class Wire implements Model {
  readonly sent: Message[] = [];
  readonly bytes: number[] = [];
  private hear: ((answer: Answer, buffers: readonly DataView[]) => void) | undefined;

  get<K extends keyof State>(name: K): State[K] {
    return STATE[name];
  }

  send(message: unknown, _?: undefined, buffers: ArrayBuffer[] = []): void {
    this.sent.push(JSON.parse(JSON.stringify(message)) as Message);
    this.bytes.push(...buffers.map(one => one.byteLength));
  }

  on(_: string, hear: NonNullable<typeof this.hear>): void {
    this.hear = hear;
  }

  off(): void {
    this.hear = undefined;
  }

  /** Answer about the file that was begun last. */
  answer(content: object): void {
    const id = this.sent.filter(({ type }) => type === 'begin').at(-1)?.id;
    this.hear?.({ id, ...content } as Answer, []);
  }
}

const shown = {
  type: 'looked',
  sheets: [],
  sheet: '',
  encoding: 'gb18030',
  headings: ['客户号', '', '资产'],
  rows: [
    ['1', 'x', '50'],
    ['2', 'y', '']
  ],
  placed: { 客户号: 'customer' },
  offered: [
    { key: 'customer', label: '客户' },
    { key: 'assets', label: '资产' }
  ],
  required: ['customer']
};

describe('a file that is sent', () => {
  const MEGABYTE = 1 << 20;
  let wire: Wire;
  const told = vi.fn();
  const unheard = vi.fn();
  const parts = (): (number | undefined)[] =>
    wire.sent.filter(({ type }) => type === 'part').map(({ at }) => at);
  const sender = (size: number): Sender =>
    new Sender(wire, new File([new Uint8Array(size)], 'book.csv'), 'customers', { told, unheard });

  beforeEach(() => {
    vi.resetAllMocks();
    wire = new Wire();
  });

  it('goes in parts of a megabyte, four at most on their way', async () => {
    const sending = sender(5.5 * MEGABYTE);
    sending.begin();
    await sending.got(0);
    expect(parts()).toEqual([0, 1, 2, 3].map(n => n * MEGABYTE));
    await sending.got(2 * MEGABYTE);
    expect(parts()).toEqual([0, 1, 2, 3, 4, 5].map(n => n * MEGABYTE));
    expect(wire.bytes.at(-1)).toBe(MEGABYTE / 2);
    expect(told.mock.calls).toEqual([[0], [2 * MEGABYTE]]);
    sending.stop();
  });

  it('is sent once where it is empty, so that the kernel says so', async () => {
    const sending = sender(0);
    sending.begin();
    await sending.got(0);
    await sending.got(0);
    expect([parts(), wire.bytes]).toEqual([[0], [0]]);
    sending.stop();
  });

  it('begins anew with a kernel that knows nothing of it', async () => {
    const sending = sender(10);
    sending.begin();
    await sending.got(0);
    sending.beginAnew();
    await sending.got(0);
    expect(parts()).toEqual([0, 0]);
    sending.stop();
  });

  it('goes on from what has arrived when nobody answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sending = sender(3 * MEGABYTE);
    sending.begin();
    await sending.got(0);
    await sending.got(MEGABYTE);
    vi.advanceTimersByTime(30_000);
    expect(unheard).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(parts()).toEqual([0, 1, 2, 1, 2].map(n => n * MEGABYTE)));
    sending.stop();
    vi.useRealTimers();
  });
});

describe('the columns of a file', () => {
  let wire: Wire;
  let root: HTMLElement;
  let upload: Upload;
  const lists = (): HTMLSelectElement[] => [
    ...root.querySelectorAll<HTMLSelectElement>('.wu-dialog select')
  ];
  const choose = (label: string, value: string): void => {
    const list = lists().find(
      one =>
        (one.getAttribute('aria-label') ?? one.closest('label')?.firstChild?.textContent) === label
    );
    if (!list) {
      throw new Error(`no list ${label}`);
    }
    list.value = value;
    list.dispatchEvent(new Event('change'));
  };
  const click = (text: string): void =>
    [...root.querySelectorAll('button')].find(one => one.textContent === text)?.click();
  const dialog = (): HTMLElement | null => root.querySelector<HTMLElement>('.wu-dialog');

  beforeEach(() => {
    wire = new Wire();
    root = document.createElement('div');
    upload = new Upload(wire, root);
    upload.send(new File(['a,b\n1,2\n'], 'book.csv'));
    wire.answer({ type: 'told', text: 'no column is the customer', good: false });
    click('import_columns');
    wire.answer(shown);
  });
  afterEach(() => upload.stop());

  it('are shown with their first rows and what they are taken for', () => {
    expect(wire.sent.at(-1)).toMatchObject({ type: 'look', how: { columns: {} } });
    const heads = [...root.querySelectorAll('tbody th')].map(one => one.textContent);
    expect(heads).toEqual(['客户号', '资产']);
    expect([...root.querySelectorAll('.wu-first')].map(one => one.textContent)).toEqual([
      '1 · 2',
      '50'
    ]);
    const customer = lists().find(one => one.getAttribute('aria-label') === '客户号');
    expect(customer?.selectedOptions[0]?.textContent).toBe('客户 *');
  });

  it('are read as the person says', () => {
    choose('资产', 'assets');
    choose('客户号', '');
    choose('import_unit', '万元');
    click('import_again');
    expect(dialog()?.hidden).toBe(true);
    const how = { columns: { 资产: 'assets' }, unit: '万元' };
    expect(wire.sent.at(-1)).toMatchObject({ type: 'read', how });
    wire.answer({ type: 'told', text: 'sure?', good: false, asks: true });
    click('import_sure');
    expect(wire.sent.at(-1)).toMatchObject({ type: 'read', how: { ...how, sure: true } });
  });

  it('are looked at again in another encoding, with nothing matched', () => {
    choose('资产', 'assets');
    choose('import_encoding', 'utf-8');
    expect(wire.sent.at(-1)?.how).toEqual({ columns: {}, encoding: 'utf-8' });
  });

  it('of another file begin anew', () => {
    choose('资产', 'assets');
    upload.send(new File(['c\n'], 'other.csv'));
    expect(dialog()?.hidden).toBe(true);
    wire.answer({ type: 'told', text: 'bad', good: false });
    click('import_columns');
    expect(wire.sent.at(-1)?.how).toEqual({ columns: {} });
  });
});
