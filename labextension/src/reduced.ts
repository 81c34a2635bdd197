import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Widget } from '@lumino/widgets';

const CLASS = 'jp-mod-workbookReduced';
const AREAS = ['jp-top-panel', 'jp-menu-panel', 'jp-bottom-panel', 'jp-main-statusbar'];

/** Hide or show what bank staff do not need: menus, status bar, the right side, other cards. */
export function reduce(shell: JupyterFrontEnd.IShell, reduced: boolean): void {
  document.body.classList.toggle(CLASS, reduced);
  for (const widget of widgetsOf(shell)) {
    if (AREAS.includes(widget.id)) {
      widget.setHidden(reduced);
    }
  }
  if (hasRightSide(shell) && shell.isSideTabBarVisible('right') === reduced) {
    shell.collapseRight();
    shell.toggleSideTabBarVisibility('right');
  }
}

/** The part of JupyterLab's shell that folds the right side; Notebook's shell has none. */
interface RightSide {
  collapseRight(): void;
  isSideTabBarVisible(side: 'right'): boolean;
  toggleSideTabBarVisibility(side: 'right'): void;
}

function hasRightSide(
  shell: JupyterFrontEnd.IShell
): shell is JupyterFrontEnd.IShell & RightSide {
  return 'collapseRight' in shell && 'toggleSideTabBarVisibility' in shell;
}

/** The shell's areas, two levels down: the panels that hold menus and bars. */
function widgetsOf(shell: JupyterFrontEnd.IShell): Widget[] {
  if (!(shell instanceof Widget)) {
    return [];
  }
  const first = [...shell.children()];
  return [...first, ...first.flatMap(one => [...one.children()])];
}
