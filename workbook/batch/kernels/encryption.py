"""Whether other users of the machine can read the messages between a kernel and its server.

Kernels use ports of 127.0.0.1, which every user of the machine can reach. jupyter_client from 8.9
and ipykernel from 7.3 on can encrypt them; a kernel says so in its specification.
"""

from __future__ import annotations

from typing import Any, Literal

import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

Policy = Literal["required", "auto", ""]
OURS = "python3"
POLICY = "transport_encryption"  # an option of a kernel's manager


def policy_here() -> Policy:
    """The strictest policy under which every kernel of the machine still starts.

    required: each one encrypts, and a kernel that does not is refused. auto: those encrypt that
    can, the others are named by ``in_the_clear``. Empty where jupyter_client or ZeroMQ cannot
    encrypt.
    """
    if not can_encrypt():
        return ""
    return "auto" if in_the_clear() else "required"


def where_possible() -> dict[str, str]:
    """Options for a kernel's manager, so that its kernel encrypts if it can."""
    return {POLICY: "auto"} if can_encrypt() else {}


def can_encrypt() -> bool:
    """Whether this Python's side is able to; the kernel has to be as well."""
    return hasattr(KernelManager, POLICY) and bool(zmq.has("curve"))


def in_the_clear() -> list[str]:
    """The kernels of this machine that do not declare encryption, by name."""
    found: dict[str, Any] = KernelSpecManager().get_all_specs()
    return sorted(name for name, one in found.items() if not _says_so(one.get("spec", {})))


def _says_so(spec: dict[str, Any]) -> bool:
    said = (spec.get("metadata") or {}).get("supported_encryption") or []
    known = [said] if isinstance(said, str) else said
    return "curve" in [str(one).strip().lower() for one in known]
