import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { ISettingRegistry as Registry } from '@jupyterlab/settingregistry';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { described } from './describing';
import { wordsOf } from './words';

export const SETTINGS = 'coaching-workbook:plugin';

/** A person's saved choices; "" means the session's default. */
export interface Chosen {
  readonly trainee: string;
  readonly language: '' | 'zh-Hans' | 'zh-Hant' | 'en';
  readonly month: string;
  readonly panelAtStart: boolean;
  readonly reduced: boolean;
}

/** The choices and how to change them, saved in JupyterLab's settings. */
export interface Choices {
  readonly ready: Promise<void>;
  readonly chosen: Chosen;
  readonly changed: ISignal<Choices, Chosen>;
  choose(part: Partial<Chosen>): Promise<void>;
}

export const IChoices = new Token<Choices>(
  'coaching-workbook:IChoices',
  'Whose workbook, month, language and mode; kept in the settings.'
);

const AT_FIRST: Chosen = {
  trainee: '',
  language: '',
  month: '',
  panelAtStart: true,
  reduced: false
};

class Kept implements Choices {
  readonly ready: Promise<void>;
  private _chosen = AT_FIRST;
  private _changed = new Signal<this, Chosen>(this);
  private _settings: Registry.ISettings | null = null;

  constructor(registry: Registry | null, started: Promise<void>) {
    // not earlier: Notebook's shortcuts fail on settings that load before their own
    this.ready = registry ? started.then(() => this._load(registry)) : Promise.resolve();
  }

  get chosen(): Chosen {
    return this._chosen;
  }

  get changed(): ISignal<this, Chosen> {
    return this._changed;
  }

  /** Apply a choice at once, then save it; if saving fails it still holds until the page is closed. */
  async choose(part: Partial<Chosen>): Promise<void> {
    this._take({ ...this._chosen, ...part });
    for (const [name, value] of Object.entries(part)) {
      await this._settings?.set(name, value);
    }
  }

  private async _load(registry: Registry): Promise<void> {
    const settings = await registry.load(SETTINGS);
    this._settings = settings;
    settings.changed.connect(() => this._take(settings.composite as unknown as Chosen));
    this._take(settings.composite as unknown as Chosen);
  }

  private _take(chosen: Chosen): void {
    const next = { ...AT_FIRST, ...chosen };
    if (JSON.stringify(next) !== JSON.stringify(this._chosen)) {
      this._chosen = next;
      this._changed.emit(next);
    }
  }
}

/** The plugin that reads and saves the choices. */
export const settings: JupyterFrontEndPlugin<Choices> = {
  id: SETTINGS,
  description: 'Whose workbook, which month and language; kept in the settings.',
  autoStart: true,
  provides: IChoices,
  optional: [ISettingRegistry, ITranslator],
  activate: (app, registry: Registry | null, translator: ITranslator | null) => {
    const words = wordsOf(translator);
    // JupyterLab's server translates the settings of language packs only
    registry?.transform(SETTINGS, {
      fetch: plugin => ({ ...plugin, schema: described(plugin.schema, words) })
    });
    return new Kept(registry, app.started);
  }
};
