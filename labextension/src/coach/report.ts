/** A trainee's page in a frame in which nothing runs, nothing is fetched and no link leads out. */
import { element } from '../elements';

/** What a page in the frame may load: what it carries itself, and nothing else. */
const POLICY =
  "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; " +
  "base-uri 'none'; form-action 'none'";
const LEADING_OUT = 'script, base, meta[http-equiv], link, iframe, frame, object, embed';
const LINKS = ['href', 'xlink:href', 'target', 'ping', 'action', 'formaction'];

/** The same page with the policy in its head, and without what could lead or load from outside. */
export function still(html: string): Document {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll(LEADING_OUT).forEach(one => one.remove());
  page.querySelectorAll('a, area, form, button, input').forEach(one => dead(one));
  const policy = page.createElement('meta');
  policy.setAttribute('http-equiv', 'Content-Security-Policy');
  policy.setAttribute('content', POLICY);
  page.head.prepend(policy);
  return page;
}

/** A link within the page stays; every other one leads nowhere. */
function dead(node: Element): void {
  for (const name of LINKS) {
    if (!(node.getAttribute(name) ?? '').startsWith('#')) {
      node.removeAttribute(name);
    }
  }
}

/** The page in a sandbox without any right; said: what the frame is called. */
export function framed(html: string, said: string): HTMLIFrameElement {
  const frame = element('iframe', { sandbox: '', title: said, class: 'jp-WorkbookReview-frame' });
  const root = still(html).documentElement;
  const language = root.lang.replace(/[^A-Za-z-]/g, '');
  frame.srcdoc = `<!DOCTYPE html><html lang="${language}">${root.getHTML()}</html>`;
  return frame;
}
