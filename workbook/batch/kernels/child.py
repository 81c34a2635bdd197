"""A fork of the zygote: it becomes the process that was asked for, then the kernel, then ends."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from typing import NoReturn

from workbook.batch.kernels.preload import Warm
from workbook.batch.kernels.request import Request, received
from workbook.batch.kernels.wire import Decoder

# A child never returns into its parent's code, whatever happens in it.
ANYTHING = (BaseException,)


def live(warm: Warm, wire: socket.socket) -> NoReturn:
    """Be the kernel at the other end of the wire, and end with this process."""
    code = 1
    try:
        decoder = Decoder()  # keeps what the worker has sent already
        request = received(wire, decoder)
        _become(request)
        warm.kernel(request, wire, decoder, warm.aside)()
        vars(threading)["_shutdown"]()  # waits for a notebook's own threads, as an interpreter does
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except ANYTHING:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        _leave(code)


def _become(request: Request) -> None:
    os.setsid()
    # matplotlib's folder, where it had to make one for the time being, is the zygote's to remove.
    atexit.unregister(shutil.rmtree)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    gc.enable()


def _leave(code: int) -> NoReturn:
    """As an interpreter ends, without taking apart what was shared with the zygote."""
    try:
        atexit._run_exitfuncs()
        gc.collect()
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
    finally:
        os._exit(code)
