import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator, TranslationManager } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

/** The domain of the catalogues in workbook/locale. */
export const DOMAIN = 'coaching_workbook';

/** The plugin's own words in the pages' language; call `__`, `_n` or `_p` with literal strings. */
export type Words = TranslationBundle;

/** The language of the pages → the locale of the catalogues, as JupyterLab writes it. */
export const LOCALES: Readonly<Record<string, string>> = {
  'zh-Hans': 'zh_CN',
  'zh-Hant': 'zh_TW',
  en: 'en'
};

interface Speaker {
  readonly words: Words;
  bundle: TranslationBundle;
}

const speakers = new WeakMap<ITranslator, Speaker>();
const fetched = new Map<string, Promise<TranslationBundle>>();

/** Emitted when the language changes, for redrawing. */
export const spokenChanged = new Signal<object, string>({});

/**
 * The words of the workbook, at first in JupyterLab's language; English where there is none.
 *
 * Look them up each time they are shown, since the language may change.
 */
export function wordsOf(translator: ITranslator | null): Words {
  return speakerOf(translator).words;
}

/**
 * Switch to the language of the pages, whatever JupyterLab's own is.
 *
 * url: of JupyterLab's translations. If they cannot be fetched, nothing changes.
 */
export async function speak(
  translator: ITranslator | null,
  language: string,
  url: string
): Promise<void> {
  const locale = LOCALES[language];
  const speaker = speakerOf(translator);
  const bundle = locale ? await bundleOf(translator, locale, url).catch(() => null) : null;
  if (bundle && bundle !== speaker.bundle) {
    speaker.bundle = bundle;
    spokenChanged.emit(language);
  }
}

function speakerOf(translator: ITranslator | null): Speaker {
  const own = translator ?? nullTranslator;
  const there = speakers.get(own);
  if (there) {
    return there;
  }
  const first = own.load(DOMAIN);
  const made: Speaker = { bundle: first, words: new Proxy(first, { get: said }) };
  speakers.set(own, made);
  return made;

  function said(_first: TranslationBundle, name: string): unknown {
    const value: unknown = Reflect.get(made.bundle, name);
    return typeof value === 'function' ? value.bind(made.bundle) : value;
  }
}

function bundleOf(
  translator: ITranslator | null,
  locale: string,
  url: string
): Promise<TranslationBundle> {
  const own = translator ?? nullTranslator;
  if (own.languageCode.replace('-', '_') === locale) {
    return Promise.resolve(own.load(DOMAIN));
  }
  if (locale === 'en') {
    return Promise.resolve(nullTranslator.load(DOMAIN));
  }
  const there = fetched.get(locale);
  if (there) {
    return there;
  }
  const manager = new TranslationManager(url);
  const asked = manager.fetch(locale).then(() => manager.load(DOMAIN));
  asked.catch(() => fetched.delete(locale));
  fetched.set(locale, asked);
  return asked;
}
