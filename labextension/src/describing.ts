import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Words } from './words';

type Schema = ISettingRegistry.ISchema;

const LABEL = 'jupyter.lab.setting-icon-label';

/** A settings schema with its titles and descriptions in the language of the menus. */
export function described(schema: Schema, words: Words): Schema {
  const made: Schema = {
    ...schema,
    title: inWords(schema.title, 'schema', words),
    description: inWords(schema.description, 'schema', words),
    [LABEL]: inWords(schema[LABEL], 'settings', words)
  };
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    {
      ...property,
      title: inWords(property.title, 'settings', words),
      description: inWords(property.description, 'settings', words)
    }
  ]);
  made.properties = Object.fromEntries(properties) as Schema['properties'];
  return made;
}

function inWords(text: string | undefined, context: string, words: Words): string {
  return text ? words._p(context, text) : '';
}
