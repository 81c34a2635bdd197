"""A class without a server: what people save on their own PCs comes together as files.

A coach opens a class, trainees join it, hand in, and get back what the coach said. The versions of
two stores are joined as a union (``history``); the files are encrypted and signed (``keys``,
``file_format``).
"""
