import { describe, expect, it } from 'vitest';
import { still } from '../../src/coach/report';

const PAGE = `<!DOCTYPE html><html lang="zh"><head><base href="https://else.where/">
<meta http-equiv="refresh" content="0;url=https://else.where/"><link rel="stylesheet" href="a.css">
<style>p { color: red }</style><script>alert(1)</script></head>
<body><p>&lt;b&gt;typed&lt;/b&gt;</p><a id="in" href="#weeks">weeks</a>
<a id="out" href="https://else.where/" target="_blank" ping="https://else.where/">out</a>
<a id="run" href="javascript:alert(1)">run</a><form action="https://else.where/"></form>
<iframe src="https://else.where/"></iframe><img src="data:image/png;base64,AA=="></body></html>`;

describe('a page that is shown', () => {
  const page = still(PAGE);

  it('begins with a policy under which nothing is fetched', () => {
    const policy = page.head.firstElementChild;
    expect(policy?.getAttribute('http-equiv')).toBe('Content-Security-Policy');
    expect(policy?.getAttribute('content')).toContain("default-src 'none'");
  });

  it('has nothing that runs, loads or leads away', () => {
    expect(page.querySelectorAll('script, base, link, iframe, meta[content^="0;"]').length).toBe(0);
    expect(page.querySelector('#out')?.getAttributeNames()).toEqual(['id']);
    expect(page.querySelector('#run')?.hasAttribute('href')).toBe(false);
    expect(page.querySelector('form')?.hasAttribute('action')).toBe(false);
  });

  it('keeps its links within itself, its looks and what was typed as text', () => {
    expect(page.querySelector('#in')?.getAttribute('href')).toBe('#weeks');
    expect(page.querySelector('style')?.textContent).toContain('color: red');
    expect(page.querySelector('p')?.textContent).toBe('<b>typed</b>');
    expect(page.querySelector('img')?.getAttribute('src')).toMatch(/^data:/);
  });
});
