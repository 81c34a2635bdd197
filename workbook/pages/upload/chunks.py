"""A file that arrives in parts: a server's connection carries at most ten megabytes at a time."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Coming:
    """A file on its way: the bytes received so far."""

    id: str
    name: str
    kind: str
    size: int
    content: bytearray = field(default_factory=bytearray, repr=False)

    def take(self, at: int, part: bytes | memoryview) -> int:
        """Add the part that begins at byte ``at``; returns the number of bytes received.

        A part that is here already, or that comes too early, changes nothing: the sender continues
        from what is here.
        """
        if at == len(self.content) and at + len(part) <= self.size:
            self.content += part
        return len(self.content)

    @property
    def whole(self) -> bool:
        return len(self.content) == self.size
