import type { WidgetModel } from '@jupyter-widgets/base';
import { DOMWidgetModel, DOMWidgetView, unpack_models, ViewList } from '@jupyter-widgets/base';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { Widget } from '@lumino/widgets';
import { Fold } from './fold/fold';
import { modelOf } from './widgets';

/** The model of a fold: its children are widgets, too. */
export class FoldModel extends modelOf('Fold') {
  static override serializers = {
    ...DOMWidgetModel.serializers,
    children: { deserialize: unpack_models }
  };

  override defaults(): ReturnType<DOMWidgetModel['defaults']> {
    return { ...super.defaults(), children: [] };
  }
}

/** The path of a widget's notebook; Voilà has none. */
function pathOf(model: DOMWidgetModel): string {
  const { context } = model.widget_manager as { context?: DocumentRegistry.Context };
  return context?.path ?? '';
}

/** The view of a fold; its children are attached where they are seen. */
export class FoldView extends DOMWidgetView {
  declare private _fold: Fold | undefined;
  declare private _below: ViewList<DOMWidgetView> | undefined;

  override render(): void {
    super.render();
    const fold = new Fold(this.model, this.el, pathOf(this.model));
    this._fold = fold;
    this._below = new ViewList<DOMWidgetView>(
      (model: DOMWidgetModel) => this._add(model, fold),
      (view: DOMWidgetView) => void view.remove(),
      this
    );
    this.listenTo(this.model, 'change:children', () => this._lay());
    this.listenTo(this.model, 'change:done', () => fold.tick());
    this.listenTo(this.model, 'comm_live_update', () => fold.cutOff());
    void this.displayed.then(() => {
      fold.join(this.el.closest('.jp-NotebookPanel')?.id ?? '');
      this._lay();
    });
  }

  override remove(): ReturnType<DOMWidgetView['remove']> {
    this._fold?.stop();
    void this._below?.remove();
    return super.remove();
  }

  /** Show the children; a view that is not on the page yet waits until it is. */
  private _lay(): void {
    const children = this.model.get('children') as WidgetModel[];
    if (children.length && this.el.isConnected) {
      this._fold?.arrived();
      void this._below?.update(children);
    }
  }

  private async _add(model: DOMWidgetModel, { body }: Fold): Promise<DOMWidgetView> {
    const place = document.createElement('div');
    body.append(place);
    const view: DOMWidgetView = await this.create_child_view<DOMWidgetView>(model);
    Widget.attach(view.luminoWidget, place);
    return view;
  }
}
