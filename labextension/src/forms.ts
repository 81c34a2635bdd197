import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { DOMWidgetView, IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import { DayView } from './days';
import { FoldModel, FoldView } from './folds';
import type { Told } from './form/status';
import { Form } from './form/form';
import type { OpenForm, Unsaved } from './unsaved';
import { IUnsaved, Ledger } from './unsaved';
import { UploadView } from './uploads';
import { MODULE, VERSION, modelOf } from './widgets';

/** The view of a form; it registers itself in the ledger. */
function viewOf(ledger: Ledger): typeof DOMWidgetView {
  class FormView extends DOMWidgetView implements OpenForm {
    declare state: string;
    declare unsaved: boolean;
    declare deaf: boolean;
    declare page: Element | null;
    declare private _form: Form | undefined;

    get node(): HTMLElement {
      return this.el;
    }

    get key(): string {
      const fields = JSON.stringify(this.model.get('fields'));
      return this.model.get('draft_key') ? `${this.model.get('draft_key')} ${fields}` : '';
    }

    override render(): void {
      super.render();
      this.page = null;
      this._form = new Form(this.model, this.node, {
        tell: told => this._told(told),
        mend: () => ledger.wanted.emit(this.node)
      });
      ledger.enter(this);
      this.cutOff(false);
      // the form's kernel is gone
      this.listenTo(this.model, 'comm_live_update', () => this.cutOff(!this.model.comm_live));
    }

    override remove(): ReturnType<DOMWidgetView['remove']> {
      this._form?.stop();
      ledger.leave(this);
      return super.remove();
    }

    cutOff(is: boolean): void {
      this._form?.cutOff(is || !this.model.comm_live);
    }

    tryAgain(): void {
      this._form?.tryAgain();
    }

    private _told({ state, unsaved, deaf }: Told): void {
      this.state = state;
      this.unsaved = unsaved;
      this.deaf = deaf;
      this.page = this.node.closest('.jp-NotebookPanel') ?? this.page;
      ledger.look();
    }
  }
  return FormView;
}

/** The plugin that draws forms, the upload and the list of the day, wherever Jupyter widgets work, including Voilà. */
export const forms: JupyterFrontEndPlugin<Unsaved> = {
  id: 'coaching-workbook:forms',
  description: 'Draws the forms of a page, the upload, and the list of the day.',
  autoStart: true,
  provides: IUnsaved,
  requires: [IJupyterWidgetRegistry],
  activate: (_app, registry: IJupyterWidgetRegistry) => {
    const ledger = new Ledger();
    const exports = {
      FormModel: modelOf('Form'),
      FormView: viewOf(ledger),
      UploadModel: modelOf('Upload'),
      UploadView,
      DayModel: modelOf('Day'),
      DayView,
      FoldModel,
      FoldView
    };
    registry.registerWidget({ name: MODULE, version: VERSION, exports });
    return ledger;
  }
};
