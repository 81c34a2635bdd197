import type { ITranslator } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';
import { expect, test } from 'vitest';
import { speak, spokenChanged, wordsOf } from '../src/words';

/** JupyterLab in Chinese. */
function chinese(): ITranslator {
  const bundle = { ...nullTranslator.load(''), __: (text: string) => `中:${text}` };
  return {
    ...nullTranslator,
    languageCode: 'zh-CN',
    load: () => bundle
  };
}

test('words are at first those of JupyterLab, and follow the pages once they are in another language', async () => {
  const translator = chinese();
  const words = wordsOf(translator);
  const heard: string[] = [];
  const hear = (_: object, language: string): void => void heard.push(language);
  spokenChanged.connect(hear);
  expect(words.__('Next step')).toBe('中:Next step');
  await speak(translator, 'zh-Hans', '');
  expect(heard).toEqual([]); // spoken already
  await speak(translator, 'en', '');
  expect(words.__('Next step')).toBe('Next step');
  await speak(translator, 'en', '');
  await speak(translator, 'zh-Hans', '');
  expect(words.__('Next step')).toBe('中:Next step');
  expect(heard).toEqual(['en', 'zh-Hans']);
  spokenChanged.disconnect(hear);
});

test('everybody with the same translator has the same words', () => {
  const translator = chinese();
  expect(wordsOf(translator)).toBe(wordsOf(translator));
  expect(wordsOf(null).__('Next step')).toBe('Next step');
});

test('a language that is none, or that cannot be fetched, changes nothing', async () => {
  const translator = chinese();
  await speak(translator, 'xx', '');
  await speak(translator, 'zh-Hant', 'http://127.0.0.1:9/none');
  expect(wordsOf(translator).__('Next step')).toBe('中:Next step');
});
