"""Make the catalogues that JupyterLab reads from the one that people write.

``zh_CN/…/coaching_workbook.po`` is written; traditional characters are derived from it. JupyterLab
sends a ``.json`` of each language to the browser.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from opencc import OpenCC

LOCALE = Path(__file__).parent.parent / "workbook" / "locale"
DOMAIN = "coaching_workbook"
WRITTEN, DERIVED = "zh_CN", "zh_TW"
FORMS = 2  # JupyterLab wants two forms of a plural, also where a language has one


def place(locale: str, suffix: str) -> Path:
    """Where a catalogue of a language is kept."""
    return LOCALE / locale / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def written() -> Catalog:
    """The catalogue that people write."""
    with place(WRITTEN, "po").open("rb") as file:
        return read_po(file, locale=WRITTEN, domain=DOMAIN, abort_invalid=True)


def derived(catalogue: Catalog) -> Catalog:
    """The same in traditional characters."""
    convert = OpenCC("s2twp").convert
    made = Catalog(locale=DERIVED, domain=DOMAIN, fuzzy=False)
    for one in catalogue:
        if one.id:
            said = one.string
            string = convert(said) if isinstance(said, str) else tuple(convert(it) for it in said)
            made.add(one.id, string, context=one.context)
    return made


def for_browser(catalogue: Catalog, locale: str) -> str:
    """Jed's JSON, sorted, so that it is the same every time."""
    head = {
        "domain": DOMAIN,
        "language": locale.replace("_", "-"),
        "plural_forms": catalogue.plural_forms,
        "version": DOMAIN,
    }
    said = {key(one): forms(one) for one in catalogue if one.id}
    text = json.dumps({"": head, **said}, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n"


def key(message: Message) -> str:
    """A message's key in Jed's JSON; the context comes before it."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}\x04{first}" if message.context else first


def forms(message: Message) -> list[str]:
    """What is said, in all forms that JupyterLab asks for."""
    if isinstance(message.id, str):
        return [str(message.string)]
    said = list(message.string)
    return said + [""] * (FORMS - len(said))


def files() -> dict[Path, bytes]:
    """All that is made, by the file that it is kept in."""
    made = {}
    mainland = written()
    for locale, catalogue in ((WRITTEN, mainland), (DERIVED, derived(mainland))):
        made[place(locale, "json")] = for_browser(catalogue, locale).encode()
    return made


def main() -> None:
    """Write them."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
