"""A fork of the zygote: becomes the requested process, then the kernel, then ends."""

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


def live(warm: Warm, wire: socket.socket) -> NoReturn:
    """Be the kernel at the other end of the wire; ends with this process."""
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
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        _leave(code)


def _become(request: Request) -> None:
    os.setsid()
    # a temporary matplotlib folder belongs to the zygote, which removes it
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
    """Exit as an interpreter does, without tearing down what is shared with the zygote."""
    try:
        atexit._run_exitfuncs()
        gc.collect()
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
    finally:
        os._exit(code)
