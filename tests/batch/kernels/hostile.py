"""Notebooks that do what notebooks should not, each by name: its cells, and how it is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@dataclass(frozen=True)
class Case:
    """cells: the sources. options: of papermill. tags: cell → its tags."""

    cells: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[int, list[str]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


def notebook(case: Case) -> NotebookNode:
    """The case as a notebook."""
    made: NotebookNode = nbformat.v4.new_notebook(metadata=METADATA)
    for at, source in enumerate(case.cells):
        about = {"tags": case.tags[at]} if at in case.tags else {}
        made.cells.append(nbformat.v4.new_code_cell(source, id=f"cell-{at}", metadata=about))
    return made


STREAMS = (
    "import sys\nfor i in range(5):\n    print('out', i)\n    print('err', i, file=sys.stderr)",
    "sys.stdout.write('no end of line'); sys.stderr.write('nor here\\n'); sys.stdout.flush()",
    "import os; os.write(1, b'straight to the file\\n'); import time; time.sleep(0.5)",
    "print('a\\rb\\bc\\x1b[31mred\\x1b[0m')",
    "import logging; logging.warning('w'); logging.getLogger('x').error('e')",
    "import warnings; warnings.warn('careful'); warnings.warn('old', DeprecationWarning)",
    "print('一二三 \\U0001f600 é')",
    "print(''.join(chr(c) for c in range(0x20, 0x30000, 97) if not 0xd800 <= c < 0xe000))",
)
DISPLAYS = (
    "from IPython.display import *\nh = display('first', display_id='x')\nprint('between')",
    "h.update('second'); update_display('third', display_id='x')",
    "for i in range(3):\n    clear_output(wait=True)\n    print(i)",
    "print('gone'); clear_output(); print('stays')",
    "display(HTML('<b>b</b>'), Markdown('*m*'), Latex('$x$'), JSON({'a': [1]}), SVG('<svg/>'))",
    "class R:\n"
    "    def _repr_html_(self): return '<i>r</i>'\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'application/x-own+json': {'k': 1}}, {'application/x-own+json': {'m': 2}}\n"
    "    def __repr__(self): return 'R!'\n"
    "R()",
    "class B:\n    def _repr_html_(self): raise ValueError('in the repr')\nB()",
    "class I:\n    def _ipython_display_(self): print('own way')\nI()",
    "publish_display_data({'text/plain': 'p', 'application/json': {'n': float('1.5')}})",
    "1; 2\n3;",
    "_, __, Out[1] if 1 in Out else None, In[1][:10], len(In)",
    "get_ipython().set_next_input('x = 1'); get_ipython().set_next_input('y', replace=True)",
    "from IPython.core.interactiveshell import InteractiveShell\n"
    "InteractiveShell.ast_node_interactivity = 'all'",
    "1\n2",
    "get_ipython().display_formatter.formatters['text/plain'].for_type(int, lambda o, p, c: "
    "p.text('int'))\n5",
    "help(len)",
    "len?",
    "%page print('p')",
)
ERRORS = (
    "def f(x):\n    return 1 / x",
    "f(0)",
    "try:\n    f(0)\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e",
    "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])",
    "class E(Exception):\n    def _render_traceback_(self): return ['own', 'words']\nraise E('e')",
    "def deep(n): return deep(n + 1)\ndeep(0)",
    "not python at all",
    "assert False, 'said'",
    "raise KeyboardInterrupt",
    "raise Exception('\\x1b[31m一\\x00')",
    "1 +",
    "raise UnicodeDecodeError('utf-8', b'\\xff', 0, 1, 'bad')",
    "print('then on')",
)
STATE = (
    "import sys, os, threading, signal, warnings, logging, gc, locale, time",
    "sorted(n for n in dir() if not n.startswith('_')), __name__, '__file__' in dir()",
    "sorted(os.environ)",
    "[os.environ.get(n) for n in ('PATH', 'HOME', 'MPLBACKEND', 'PYTHONPATH')]",
    "sys.path, sys.executable, sys.flags, sys.argv[0], sys.argv[2:], sys.getrecursionlimit()",
    "[str(f) for f in warnings.filters]",
    "gc.isenabled(), gc.get_threshold(), locale.getlocale(), locale.setlocale(locale.LC_ALL)",
    "time.tzname, sys.getfilesystemencoding(), sys.stdout.encoding, sys.stdin.read()",
    "logging.getLogger().handlers, logging.getLogger().level, sys.stdout.isatty()",
    "[str(signal.getsignal(s)) for s in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)]",
    "signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    "os.getsid(0) == os.getpid() == os.getpgid(0), os.umask(0o22), os.getpriority(0, 0)",
    "import asyncio; type(asyncio.get_event_loop()), asyncio.get_event_loop().is_running()",
    "get_ipython().history_manager.hist_file, get_ipython().profile, type(get_ipython())",
    "get_ipython().config, sorted(get_ipython().magics_manager.magics['line'])",
    "sorted(get_ipython().events.callbacks.items(), key=str).__len__(), _dh == [os.getcwd()]",
    "{m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)",
    "sorted(m for m in sys.modules if m.split('.')[0] in ('numpy', 'pandas', 'matplotlib'))",
    "import multiprocessing.process as p; p.ORIGINAL_DIR == os.getcwd(), p.parent_process()",
    "import numpy; sorted(m for m in sys.modules if m.startswith('numpy'))",
    "[str(f) for f in warnings.filters], numpy.get_printoptions(), numpy.geterr()",
    "import matplotlib; hasattr(matplotlib, 'pyplot'), hasattr(matplotlib, 'figure')",
    "dict(matplotlib.rcParams), len(matplotlib.units.registry) if 'matplotlib.units' in "
    "sys.modules else 0",
    "import matplotlib.pyplot as plt; dict(plt.rcParams), plt.get_fignums()",
    "from matplotlib import font_manager; len(font_manager.fontManager.ttflist)",
    "matplotlib.get_backend(), plt.isinteractive(), len(matplotlib.units.registry)",
    "import pandas; pandas.describe_option(_print_desc=False)",
    "sorted(m for m in sys.modules if m.startswith(('pandas.', 'matplotlib.')))",
    "len(matplotlib.units.registry), sorted(map(str, matplotlib.units.registry))",
    "import workbook; sorted(m for m in sys.modules if m.startswith('workbook'))",
    "from workbook import open_workbook; dict(matplotlib.rcParams)",
    "font_manager.fontManager.ttflist[-1], len(font_manager.fontManager.ttflist)",
    "sorted(m for m in sys.modules if m.startswith('workbook'))",
    "[str(f) for f in warnings.filters]",
)
FIGURES = (
    "import matplotlib.pyplot as plt, numpy as np",
    "plt.plot([1, 2, 3]); plt.figure(); plt.bar([1, 2], [3, 4])",
    "plt.plot([1]); plt.close()",
    "plt.rcParams['lines.linewidth'] = 5; plt.plot([1, 2])",
    "fig, ax = plt.subplots(figsize=(3, 2), facecolor='none'); ax.set_title('标题')",
    "fig",
    "from matplotlib.figure import Figure; f = Figure(); f.subplots().plot([1, 3]); f",
    "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'x'",
    "%matplotlib inline\nplt.plot([1, 2]); plt.show()",
    "import pandas as pd\npd.Series([1, 2, 3]).plot(); pd.DataFrame({'a': [1, 2]})",
    "pd.DataFrame({'a': [1.5]}).style.format(precision=1)",
    "plt.get_fignums()",
)
UNSHOWN = ("from matplotlib.figure import Figure\nf = Figure(); f.subplots().plot([1, 3]); f",)
# Stock nbclient may miss the reply of a cell that ends just as it answers an Output widget, and
# then waits for ever (its issue 312): these cells take a moment more.
WIDGETS = (
    "import ipywidgets as w, time\ns = w.IntSlider(value=3, description='s')\ns",
    "o = w.Output()\ndisplay(o)\nwith o:\n    print('inside'); display('shown')\ntime.sleep(0.5)",
    "s.value = 7; o.clear_output(); time.sleep(0.5); w.HBox([s, w.Text('t'), w.HTML('<b>h</b>')])",
    "i = w.Image(value=b'\\x89PNG', format='png'); i",
    "o.append_stdout('more'); w.interact(lambda x: print('x is', x), x=(0, 3)); time.sleep(0.5)",
    "from ipywidgets import register\nfrom comm import create_comm\n"
    "c = create_comm(target_name='t', data={'a': 1})\n"
    "c.send({'b': 2}, buffers=[b'xyz']); c.close()",
    "import tqdm.auto; list(tqdm.auto.tqdm(range(3), disable=True))",
)
ASYNC = (
    "import asyncio\nawait asyncio.sleep(0.01)\nprint('slept')",
    "async def f(): return 42\nawait f()",
    "t = asyncio.create_task(f()); await asyncio.sleep(0.05); t.done(), t.result()",
    "async def late():\n    await asyncio.sleep(0.1)\n    print('late')\n"
    "q = asyncio.create_task(late())",
    "await asyncio.sleep(0.3); print('after')",
    "from contextvars import ContextVar\nv = ContextVar('v'); v.set(1)\nNone",
    "v.get(None)",
    "await asyncio.gather(f(), f())",
    "p = await asyncio.create_subprocess_exec('echo', 'sub', stdout=-1)\n"
    "(await p.communicate())[0]",
    "async for x in f(): pass",
)
MAGICS = (
    "%%bash\necho from bash; echo to stderr >&2; exit 0",
    "!echo shell; echo err >&2",
    "x = !printf 'a\\nb\\n'\nx",
    "%%time\nsum(range(1000))",
    "%%capture c\nprint('kept')",
    "c.stdout",
    "%%writefile f.txt\ntext",
    "%cat f.txt",
    "%cd ..\n%cd -q -",
    "%env NEW=1\nimport os; os.environ['NEW']",
    "%%html\n<b>h</b>",
    "%who",
    "%%python3\nprint('other process')",
    "%precision 3\n1.23456",
    "%load_ext nothing_of_this_name",
    "%unknown",
    "!exit 3\n_exit_code",
    "%%script sh -c 'cat; exit 2'\nhello",
    "import subprocess; subprocess.run(['echo', 'by subprocess']); import time; time.sleep(0.5)",
    "%history -n 1-3",
    "%lsmagic",
)
THREADS = (
    # Each line of the thread falls into a cell that waits for it: how soon is a matter of luck.
    "import threading, time\nbegun, go = threading.Event(), threading.Event()\n"
    "def tick():\n    print('tick', 0); begun.set(); go.wait()\n"
    "    for i in (1, 2):\n        time.sleep(0.05); print('tick', i)\n"
    "t = threading.Thread(target=tick); t.start(); begun.wait(); print('started')",
    "go.set(); t.join(); print('joined')",
    "def bad(): raise ValueError('in a thread')\n"
    "t = threading.Thread(target=bad); t.start(); t.join()",
    "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(2) as p:\n    r = list(p.map(lambda x: x * x, range(5)))\nr",
    "import os, sys\npid = os.fork()\nif pid == 0:\n    os._exit(7)\nos.waitstatus_to_exitcode("
    "os.waitpid(pid, 0)[1])",
    "import multiprocessing as mp\ndef sq(x): return x * x\n"
    "with mp.get_context('fork').Pool(2) as p:\n    r = p.map(sq, range(4))\nr",
    "def say(): print('from a fork', flush=True)\n"
    "p = mp.get_context('fork').Process(target=say); p.start(); p.join()\n"
    "time.sleep(0.5); p.exitcode",
)
PARAMETERS = ("a = 1  # a number\nb: str = 'x'", "a, b", "__doc__")
# Cells that go on after an error; more than any notebook here has.
EXPECTED = {at: ["raises-exception"] for at in range(40)}

CASES: Mapping[str, Case] = {
    "streams": Case(STREAMS),
    "displays": Case(DISPLAYS),
    "errors": Case(ERRORS, tags=EXPECTED),
    "first_error": Case(("print('a')", "1 / 0", "print('never')")),
    "error_and_text": Case(("x = [1]\nx[3]",), {"report_mode": True}, parameters={"q": 1}),
    "state": Case(STATE),
    "figures": Case(FIGURES),
    "unshown": Case(UNSHOWN),
    "widgets": Case(WIDGETS),
    "async": Case(ASYNC, tags={9: ["raises-exception"]}),
    "magics": Case(MAGICS, tags=EXPECTED),
    "threads": Case(THREADS),
    "parameters": Case(
        PARAMETERS, {"report_mode": True}, {0: ["parameters", "own"]}, {"a": 5, "b": "一\"'\n"}
    ),
    "exit": Case(("print('before')", "import sys; sys.exit()", "print('after')")),
    "exit_code": Case(("import sys; sys.exit(3)",)),
    "exit_words": Case(("raise SystemExit('words')",)),
    "quit": Case(("exit",)),
    # The kernel ends a tenth of a second after it is told to: a cell sent before that may yet run.
    "quit_before": Case(("exit()\nimport time; time.sleep(1)", "print('x')")),
    "hard_exit": Case(("print('before')", "import os; os._exit(5)")),
    "segfault": Case(("import ctypes", "ctypes.string_at(0)")),
    "killed": Case(("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",)),
    "memory": Case(("raise MemoryError",)),
    "input": Case(("input('name? ')",)),
    "password": Case(("import getpass; getpass.getpass()",)),
    "endless": Case(("print('begun', flush=True)\nwhile True: pass",), {"execution_timeout": 3}),
    "endless_said": Case(
        ("import time\ntime.sleep(60)", "print('next')"),
        {"execution_timeout": 2, "interrupt_on_timeout": True, "allow_errors": True},
    ),
    "stubborn": Case(
        ("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",),
        {"execution_timeout": 2},
    ),
    "left_running": Case(
        ("import subprocess; p = subprocess.Popen(['sleep', '600']); p.poll()", "p.returncode")
    ),
    "large": Case(("print('x' * 50_000_000)", "'y' * 1000")),
    "many": Case(("for i in range(3_000): display(i)", "for i in range(1_000): print(i)")),
    # What cannot be sent takes along what is sent together with it, in stock as well: so, alone.
    "surrogates": Case(
        ("'\\ud800'", "print('\\ud83d\\ude00'); import time; time.sleep(1)", "{'k\\udcff': 1}")
    ),
    "nothing": Case(("", "   ", "# only words", "None")),
    "kernel_option": Case(("%config IPCompleter",), {"extra_arguments": ["--no-import-all"]}),
}
