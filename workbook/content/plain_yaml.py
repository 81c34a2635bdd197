"""A quick reader for YAML that is written plainly, as nearly all of it is.

libyaml composes a template some fifteen times as fast as a reader that remembers comments and
places. It is asked first, with the same rules for what is a number; where it meets anything that
the two might understand differently, or an error, it gives way to the slow one, whose sentences
name the line.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers

PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")

DIRECTIVE = re.compile(r"^\ufeff?%", re.MULTILINE)  # it may name another version of YAML


class NotPlain(Exception):
    """This text is for the reader that names places."""


# The parser of libyaml, or of Python where PyYAML came without it, and none of YAML 1.1's rules for
# what is a number, a truth value or nothing: those of 1.2 are added below.
_Plain: Any = type(
    "_Plain",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),
    {"yaml_implicit_resolvers": {}},
)


def read(text: str) -> dict[str, Any]:
    """The keys and values of ``text``, days as ISO text.

    Raises NotPlain where the other reader has to be asked.
    """
    if DIRECTIVE.search(text):
        raise NotPlain
    try:
        data = yaml.load(text, _Plain)  # a safe loader: nothing but plain data
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise NotPlain from None
    if not isinstance(data, dict):
        raise NotPlain
    return data


def _number(loader: Any, node: yaml.ScalarNode) -> int | float:
    if not PLAIN_NUMBER.fullmatch(node.value):
        raise NotPlain
    return float(node.value) if "." in node.value else int(node.value)


def _day(loader: Any, node: yaml.ScalarNode) -> str:
    day = date.fromisoformat(node.value)
    if node.value != day.isoformat():
        raise NotPlain
    return day.isoformat()


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    pairs = [
        (loader.construct_object(key, deep=True), loader.construct_object(value, deep=True))
        for key, value in node.value
    ]
    mapping = dict(pairs)
    if len(mapping) < len(pairs) or not all(isinstance(key, str) for key in mapping):
        raise NotPlain  # a key that stands there twice, or one that is no word
    return mapping


def _give_way(loader: Any, node: yaml.Node) -> Any:
    raise NotPlain


for versions, tag, pattern, first in implicit_resolvers:
    if (1, 2) in versions:
        _Plain.add_implicit_resolver(tag, pattern, first)
for kind, construct in (
    ("int", _number),
    ("float", _number),
    ("timestamp", _day),
    ("map", _mapping),
    ("merge", _give_way),
    ("value", _give_way),
):
    _Plain.add_constructor(f"tag:yaml.org,2002:{kind}", construct)
