import { DOMWidgetView } from '@jupyter-widgets/base';
import { Upload } from './upload.js';

/** The view of an upload. */
export class UploadView extends DOMWidgetView {
  declare private _upload: Upload | undefined;

  override render(): void {
    super.render();
    this._upload = new Upload(this.model, this.el);
  }

  override remove(): ReturnType<DOMWidgetView['remove']> {
    this._upload?.stop();
    return super.remove();
  }
}
