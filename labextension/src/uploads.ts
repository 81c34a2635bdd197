import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Kernel } from '@jupyterlab/services';
import { DOMWidgetView } from '@jupyter-widgets/base';
import type { Cut } from './upload/upload';
import { Upload } from './upload/upload';

// The statuses of a kernel that is going; widgets are told of only some of them.
const GONE: readonly Kernel.Status[] = ['restarting', 'autorestarting', 'terminating', 'dead'];

/** Path of a page → the file being sent when its kernel went; kept here as the page may be redrawn. */
const lost = new Map<string, Cut>();

/** The view of an upload. */
export class UploadView extends DOMWidgetView {
  declare private _upload: Upload | undefined;
  declare private _hear: ((sender: unknown, status: Kernel.Status) => void) | undefined;

  override render(): void {
    super.render();
    const upload = new Upload(this.model, this.el);
    this._upload = upload;
    const before = lost.get(this._path);
    if (before) {
      lost.delete(this._path);
      upload.lost(before.file, before.kind);
    }
    this.listenTo(this.model, 'comm_live_update', () => upload.cutOff(!this.model.comm_live));
    this._hear = (_, status) => upload.cutOff(GONE.includes(status));
    this._context?.sessionContext.statusChanged.connect(this._hear);
  }

  override remove(): ReturnType<DOMWidgetView['remove']> {
    if (this._hear) {
      this._context?.sessionContext.statusChanged.disconnect(this._hear);
    }
    const cut = this._upload?.cut;
    if (cut) {
      lost.set(this._path, cut);
    }
    this._upload?.stop();
    return super.remove();
  }

  /** The widget's notebook; Voilà has none. */
  private get _context(): DocumentRegistry.Context | undefined {
    return (this.model.widget_manager as { context?: DocumentRegistry.Context }).context;
  }

  private get _path(): string {
    return this._context?.path ?? '';
  }
}
