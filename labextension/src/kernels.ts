import type { ISessionContext } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import { get } from './server';

const BROKEN = ['dead', 'autorestarting', 'restarting', 'terminating'];
const PATIENCE = 15000;

const held = new WeakMap<ISessionContext, () => void>();

/**
 * Keep a notebook without a session, and so without a kernel, until `begin` is called or `until`
 * allows it. To everything else its session context merely looks not ready yet.
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

/** The page's kernel, started if there is none. Throws if it cannot be started. */
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

/** The name of the kernel that a page asks for. */
export function spec(panel: NotebookPanel): string {
  const { metadata } = panel.context.model;
  return (metadata['kernelspec'] as { name?: string } | undefined)?.name ?? '';
}

/** Whether there is a kernel and this window is connected to it. */
export function isWell({ session }: ISessionContext): boolean {
  const kernel = session?.kernel;
  return (
    kernel !== null &&
    kernel !== undefined &&
    !isBroken(session?.kernel ?? null) &&
    kernel.connectionStatus === 'connected'
  );
}

/** Whether a kernel has lost its state, or is about to. */
export function isBroken(kernel: Kernel.IKernelConnection | null): boolean {
  return !kernel || kernel.isDisposed || BROKEN.includes(kernel.status);
}

/**
 * Reconnect to the page's kernel, or start another one if it has ended.
 *
 * Throws if the server cannot be reached or the kernel does not answer in time.
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
