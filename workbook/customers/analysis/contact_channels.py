"""Channels of contact 渠道: which ones a text names, and which ones a customer allows.

Banks write the allowed channels in their own words ("电话、短信", "不接受电话"), templates the
channel of an act in theirs; both are read with the same words. Source: methodology G; ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from workbook.domain.fields import plain

Way = Literal["phone", "text", "chat", "visit", "app", "mail"]
WORDS: Mapping[Way, str] = {
    "phone": r"电话|電話|去电|来电|來電|致电|外呼|录音线|\bphone|\bcall|telephone|recorded line",
    "text": r"短信|简讯|簡訊|短訊|\bsms\b|\btexts?\b",
    "chat": r"企微|企业微信|企業微信|微信|\bwecom\b|\bwechat\b",
    "visit": r"面谈|面談|当面|當面|见面|見面|厅堂|廳堂|网点|網點|到店|来行|來行|柜|櫃|"
    r"专区|專區|上门|上門|拜访|拜訪|"
    r"\blobby\b|\bbranch\b|in person|face to face|\bvisits?\b|\bcounter\b|sales area",
    "app": r"手机银行|手機銀行|手机APP|\bapp\b|站内信|推送|push",
    "mail": r"邮件|郵件|邮箱|信函|书面|\be-?mails?\b|\bletters?\b|\bpost\b",
}
CLAUSE = re.compile(r"[。；;，,、|/\n+&和及与]|\band\b|\bor\b")
REFUSED = re.compile(
    r"不|勿|禁|拒|除外|谢绝|謝絕|\bno\b|\bnot\b|\bnever\b|\bexcept\b|\bwithout\b|\bdon'?t\b"
)
OPEN = re.compile(r"不限")  # reads like a refusal, but is none
ANY = re.compile(r"全部|所有|任意|均可|都可|\bany\b|\ball\b")


def ways(text: str) -> frozenset[Way]:
    """The channels that a text names, without those that it refuses."""
    said = [(clause, bool(REFUSED.search(clause))) for clause in CLAUSE.split(_flat(text))]
    named = {way for clause, refused in said if not refused for way in _named(clause)}
    return frozenset(named)


def allowed(text: str) -> frozenset[Way] | None:
    """The channels that a customer allows, as the bank wrote them; None where all are, or it is
    unclear.

    A text that only refuses some ("no calls") allows the others, and one that refuses without
    naming any allows none; a refusal extends to the end of a list of nouns ("不接受电话、短信").
    """
    flat = _flat(text)
    if OPEN.search(flat) or (ANY.search(flat) and not REFUSED.search(flat)):
        return None
    refusing, yes, no = False, set[Way](), set[Way]()
    for clause in CLAUSE.split(flat):
        refusing = bool(REFUSED.search(clause)) or (refusing and _bare(clause))
        (no if refusing else yes).update(_named(clause))
    if yes:
        return frozenset(yes - no)
    refused = bool(REFUSED.search(flat))
    return frozenset(WORDS.keys() - no if no else ()) if refused else None


def fits(channel: str, permitted: frozenset[Way] | None) -> bool:
    """Whether an act by ``channel`` is possible in a permitted way.

    A channel that names no known way is permitted.
    """
    needed = ways(channel)
    return permitted is None or not needed or bool(needed & permitted)


def _flat(text: str) -> str:
    return plain(text).casefold()


def _named(clause: str) -> list[Way]:
    return [way for way, words in WORDS.items() if re.search(words, clause)]


def _bare(clause: str) -> bool:
    """Whether a clause is only the name of a channel, so that a refusal before it covers it too."""
    rest = clause
    for words in WORDS.values():
        rest = re.sub(words, "", rest)
    return not re.sub(r"[\W_]|联系|聯繫|方式|s\b", "", rest)
