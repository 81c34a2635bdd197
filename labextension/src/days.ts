import { DOMWidgetView } from '@jupyter-widgets/base';
import { Day } from './day/day';

/** The view of the list of the day. */
export class DayView extends DOMWidgetView {
  declare private _day: Day | undefined;

  override render(): void {
    super.render();
    const day = new Day(this.model, this.el);
    this._day = day;
    this.listenTo(this.model, 'comm_live_update', () => day.cutOff(!this.model.comm_live));
  }

  override remove(): ReturnType<DOMWidgetView['remove']> {
    this._day?.stop();
    return super.remove();
  }
}
