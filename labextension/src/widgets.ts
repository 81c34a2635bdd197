import { DOMWidgetModel } from '@jupyter-widgets/base';

// As workbook/pages/forms/plugin_widget.py names them.
export const MODULE = 'coaching-workbook';
export const VERSION = '1.0.0';

/** The model of a widget of ours: `Form` has a FormModel and a FormView. */
export function modelOf(kind: string): typeof DOMWidgetModel {
  return class extends DOMWidgetModel {
    override defaults(): ReturnType<DOMWidgetModel['defaults']> {
      return {
        ...super.defaults(),
        _model_name: `${kind}Model`,
        _model_module: MODULE,
        _model_module_version: VERSION,
        _view_name: `${kind}View`,
        _view_module: MODULE,
        _view_module_version: VERSION
      };
    }
  };
}
