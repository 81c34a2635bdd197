"""What one notebook leaves behind, the next one does not find."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import psutil
import pytest

from workbook.batch.kernels import zygote_pool
from workbook.batch.kernels.request import Request
from workbook.batch.kernels.zygote_process import Child

from .conftest import Run
from .hostile import Case

IMPORTS = """
import atexit, builtins, decimal, gc, importlib, json, locale, logging, os, random, signal
import subprocess, sys, threading, time, types, warnings
import matplotlib, numpy, pandas, workbook
import matplotlib.pyplot as plt
from matplotlib import font_manager, units
from workbook.rendering import figures
"""
PLANT = f"""
{IMPORTS}
process = subprocess.Popen(["sleep", "987"])
planted = 1
builtins.planted = 1
pandas.planted = matplotlib.planted = workbook.planted = 1
plt.rcParams["lines.linewidth"] = 99
matplotlib.use("svg")
units.registry[complex] = None
figures.COLOURS["plan"] = "#123456"
font_manager.fontManager.ttflist.clear()
pandas.set_option("display.max_rows", 7)
pandas.DataFrame._repr_html_ = lambda self: "planted"
numpy.set_printoptions(precision=1)
numpy.seterr(all="raise")
numpy.random.seed(1)
random.seed(1)
os.environ["PLANTED"] = "1"
os.umask(0o77)
sys.path.insert(0, "/planted")
sys.modules["planted"] = types.ModuleType("planted")
sys.setrecursionlimit(777)
warnings.simplefilter("ignore")
logging.getLogger().setLevel(1)
logging.planted = 1
locale.setlocale(locale.LC_ALL, "C")
decimal.getcontext().prec = 3
decimal.DefaultContext.prec = 3
gc.disable()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.environ["TZ"] = "Asia/Shanghai"; time.tzset()
atexit.register(lambda: open(%(marks)r, "a").write("ended\\n"))
threading.Thread(target=time.sleep, args=(0.5,), name="planted").start()
open("planted.txt", "w").write("planted")
left_open = open(%(late)r, "w"); left_open.write("late")
get_ipython().run_line_magic("alias", "planted echo")
get_ipython().push({{"pushed": 1}})
get_ipython().display_formatter.formatters["text/plain"].for_type(property, lambda *_: None)
os.chdir("/")
"""
LOOK = f"""
{IMPORTS}
print(json.dumps({{
    "variable": "planted" in globals() or "pushed" in globals(),
    "builtin": hasattr(builtins, "planted"),
    "attributes": [hasattr(one, "planted") for one in (pandas, matplotlib, workbook, logging)],
    "rcParams": plt.rcParams["lines.linewidth"],
    "backend": matplotlib.get_backend(),
    "units": complex in units.registry,
    "colours": figures.COLOURS["plan"],
    "fonts": len(font_manager.fontManager.ttflist),
    "pandas": pandas.get_option("display.max_rows"),
    "class": pandas.DataFrame({{"a": [1]}})._repr_html_() == "planted",
    "numpy": numpy.get_printoptions()["precision"],
    "errors": numpy.geterr(),
    "random": [numpy.random.random() == 0.417022004702574, random.random() == 0.13436424411240122],
    "environment": "PLANTED" in os.environ,
    "umask": os.umask(0o22),
    "path": "/planted" in sys.path,
    "modules": "planted" in sys.modules,
    "recursion": sys.getrecursionlimit(),
    "filters": len(warnings.filters), "ignored": warnings.filters[0][:2],
    "logging": logging.getLogger().level,
    "locale": locale.setlocale(locale.LC_ALL),
    "decimal": [decimal.getcontext().prec, decimal.DefaultContext.prec],
    "gc": gc.isenabled(),
    "signal": str(signal.getsignal(signal.SIGTERM)),
    "zone": time.tzname,
    "threads": "planted" in [one.name for one in threading.enumerate()],
    "folder": [os.getcwd() == "/", os.path.exists("planted.txt")],
    "alias": "planted" in get_ipython().magics_manager.magics["line"],
    "formatter": property in get_ipython().display_formatter.formatters["text/plain"].type_printers,
    "history": len(In),
}}))
"""


# What each open file of the process is, without the number that tells it from others of its kind.
FILES = """
import json, os, re
kinds = []
for one in os.listdir("/proc/self/fd"):
    try:
        kinds.append(re.sub("[0-9]+", "…", os.readlink(f"/proc/self/fd/{one}")))
    except FileNotFoundError:  # the folder that was just listed
        pass
print(json.dumps(sorted(kinds)))
"""


@pytest.fixture
def plant(tmp_path: Path) -> str:
    return PLANT % {"marks": str(tmp_path / "marks"), "late": str(tmp_path / "late")}


def _seen(text: str) -> Any:
    return json.loads(text)


def _child() -> Child:
    arguments = ["-f", "none.json", "--HistoryManager.hist_file=:memory:"]
    request = Request(str(Path.cwd()), dict(os.environ), arguments, "key")
    return zygote_pool._houses[-1].zygote.child(request)


@pytest.mark.slow
def test_the_next_notebook_finds_nothing(run: Run, plant: str, tmp_path: Path) -> None:
    clean = _seen(run(Case((LOOK,))).text())
    (zygote,) = {one.zygote.process.pid for one in zygote_pool._houses}
    # In the same notebook all of it is seen, so the look can see.
    dirty = _seen(run(Case((plant, LOOK))).text())
    assert {name: seen for name, seen in clean.items() if dirty[name] == seen} == {}
    again = _seen(run(Case((LOOK,))).text())
    assert again == clean
    assert [one.zygote.process.pid for one in zygote_pool._houses] == [zygote]
    assert (tmp_path / "marks").read_text() == "ended\n"
    assert (tmp_path / "late").read_text() == "late"
    assert [one for one in psutil.process_iter(["cmdline"]) if _is_planted(one)] == []


def _is_planted(process: psutil.Process) -> bool:
    return bool(process.info["cmdline"] == ["sleep", "987"])


# Numbers and names that are drawn, each in its own way.
DRAW = """
import json, random, secrets, tempfile, uuid
import numpy
print(json.dumps([
    random.random(),
    random.Random().random(),
    numpy.random.random(),
    numpy.random.RandomState().random(),
    numpy.random.default_rng().random(),
    numpy.random.get_bit_generator().seed_seq.spawn(1)[0].generate_state(1).tolist(),
    str(uuid.uuid4()),
    secrets.token_hex(),
    tempfile.mktemp(),
]))
"""


def test_random_numbers_are_new_in_each_notebook(run: Run) -> None:
    first, second = (_seen(run(Case((DRAW,))).text()) for _ in range(2))
    assert [one for one in first if one in second] == []


def test_what_is_stored_in_an_own_profile_is_gone(run: Run) -> None:
    first = run(
        Case(("x = 1", "%store x", "print(get_ipython().profile_dir.location)")), own_profile=True
    )
    assert not Path(first.text().strip()).exists()
    after = run(Case(("%store -r x\n'x' in globals()",)), own_profile=True)
    assert "False" in after.text()


def test_no_open_file_of_the_zygotes_or_of_a_brothers(run: Run) -> None:
    look = Case((FILES,))
    alone = _seen(run(look).text())
    brothers = [_child(), _child()]
    beside = _seen(run(look).text())
    for one in brothers:
        one.close()
    assert beside == alone
