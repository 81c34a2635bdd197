import type { WidgetModel } from '@jupyter-widgets/base';
import { DOMWidgetModel, DOMWidgetView, unpack_models, ViewList } from '@jupyter-widgets/base';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import { PanelLayout, Widget } from '@lumino/widgets';
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

/** What is below the title of a fold: each widget in a place of its own, told of all that befalls the page. */
class Below extends PanelLayout {
  private readonly _places = new Map<Widget, HTMLElement>();

  put(widget: Widget, place: HTMLElement): void {
    this._places.set(widget, place);
    this.addWidget(widget);
  }

  protected override attachWidget(_index: number, widget: Widget): void {
    this._tell(widget, Widget.Msg.BeforeAttach);
    this._places.get(widget)?.append(widget.node);
    this._tell(widget, Widget.Msg.AfterAttach);
  }

  protected override detachWidget(_index: number, widget: Widget): void {
    this._tell(widget, Widget.Msg.BeforeDetach);
    this._places.get(widget)?.remove();
    this._places.delete(widget);
    this._tell(widget, Widget.Msg.AfterDetach);
  }

  private _tell(widget: Widget, message: Message): void {
    if (this.parent?.isAttached) {
      MessageLoop.sendMessage(widget, message);
    }
  }
}

/** The view of a fold; its children are attached where they are seen. */
export class FoldView extends DOMWidgetView {
  declare private _fold: Fold | undefined;
  declare private _views: ViewList<DOMWidgetView> | undefined;

  override render(): void {
    super.render();
    const fold = new Fold(this.model, this.el, pathOf(this.model));
    this._fold = fold;
    const below = new Below();
    this.luminoWidget.layout = below;
    this._views = new ViewList<DOMWidgetView>(
      (model: DOMWidgetModel) => this._add(model, fold, below),
      (view: DOMWidgetView) => void view.remove(),
      this
    );
    this.listenTo(this.model, 'change:children', () => this._lay());
    this.listenTo(this.model, 'change:done', () => fold.tick());
    this.listenTo(this.model, 'comm_live_update', () => fold.cutOff());
    // each time that the page comes to another place, too
    this.on('displayed', () => {
      fold.join(this.el.closest('.jp-NotebookPanel')?.id ?? '');
      this._lay();
    });
  }

  override remove(): ReturnType<DOMWidgetView['remove']> {
    this._fold?.stop();
    return super.remove();
  }

  /** Show the children; a view that is not on the page yet waits until it is. */
  private _lay(): void {
    const children = this.model.get('children') as WidgetModel[];
    if (children.length && this.el.isConnected) {
      this._fold?.arrived();
      void this._views?.update(children);
    }
  }

  private async _add(model: DOMWidgetModel, { body }: Fold, below: Below): Promise<DOMWidgetView> {
    const place = document.createElement('div');
    body.append(place);
    const view: DOMWidgetView = await this.create_child_view<DOMWidgetView>(model);
    if (below.isDisposed) {
      view.remove(); // the page was made anew meanwhile
    } else {
      below.put(view.luminoWidget, place);
    }
    return view;
  }
}
