import type { ISessionContext } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import { get } from './server';

const BROKEN = ['dead', 'autorestarting', 'restarting', 'terminating'];
const PATIENCE = 15000;

const held = new WeakMap<ISessionContext, () => void>();

/**
 * Let a notebook have no session, and so no kernel, before `begin` is called or `until` says that
 * it need not wait. Its session context is then only not ready yet, which all others can wait for.
 */
export function hold({ sessionContext }: NotebookPanel, until: Promise<boolean>): void {
  const begun = new Promise<void>(resolve => held.set(sessionContext, resolve));
  const initialize = sessionContext.initialize.bind(sessionContext);
  sessionContext.initialize = async () => {
    if (await until) {
      await begun;
    }
    return sessionContext.isDisposed ? false : initialize();
  };
}

/** The page's kernel, which is started where there is none. Raises where it cannot be. */
export async function begin(panel: NotebookPanel): Promise<Kernel.IKernelConnection | null> {
  const { sessionContext } = panel;
  held.get(sessionContext)?.();
  await sessionContext.ready;
  if (panel.isDisposed) {
    return null;
  }
  if (!living(sessionContext)) {
    await sessionContext.changeKernel({ name: spec(panel) });
  }
  await sessionContext.session?.kernel?.info;
  return sessionContext.session?.kernel ?? null;
}

/** The kernel that a page was written for. */
export function spec(panel: NotebookPanel): string {
  const { metadata } = panel.context.model;
  return (metadata['kernelspec'] as { name?: string } | undefined)?.name ?? '';
}

/** Whether a kernel is there, and this window in touch with it. */
export function isWell({ session }: ISessionContext): boolean {
  const kernel = session?.kernel;
  return (
    kernel !== null &&
    kernel !== undefined &&
    !isBroken(session?.kernel ?? null) &&
    kernel.connectionStatus === 'connected'
  );
}

/** Whether a kernel has forgotten, or is about to forget, all that was run in it. */
export function isBroken(kernel: Kernel.IKernelConnection | null): boolean {
  return !kernel || kernel.isDisposed || BROKEN.includes(kernel.status);
}

/**
 * Get in touch with the page's kernel again, or with another one where it has ended.
 *
 * Raises where the server cannot be asked or the kernel does not answer in time.
 */
export async function reach(panel: NotebookPanel, services: ServiceManager.IManager): Promise<void> {
  await get('session');
  await services.sessions.refreshRunning();
  await services.kernels.refreshRunning();
  const { sessionContext } = panel;
  const before = living(sessionContext) ? sessionContext.session?.kernel : null;
  if (!before) {
    await sessionContext.changeKernel({ name: spec(panel) }); // connects by itself
  } else if (before.connectionStatus !== 'connected') {
    await inTime(before.reconnect());
  }
  await inTime(sessionContext.session?.kernel?.requestKernelInfo());
}

function living({ session }: ISessionContext): boolean {
  const kernel = session?.kernel;
  return Boolean(kernel && !kernel.isDisposed && !['dead', 'terminating'].includes(kernel.status));
}

async function inTime(what: Promise<unknown> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error()), PATIENCE);
  });
  await Promise.race([what, late]).finally(() => clearTimeout(timer));
}
