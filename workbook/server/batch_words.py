"""Messages about a batch as a whole, in both languages."""

from __future__ import annotations


def at_work(number: int, total: int) -> str:
    """Why a second batch cannot begin."""
    return (
        f"已有一批在运行（{number}/{total} 页）。请等它结束，或先停下它，再开始新的一批。 / "
        f"A batch is running already (page {number} of {total}). Wait until it ends, or stop it, "
        "and then begin another one."
    )


def not_at_work(elsewhere: bool) -> str:
    """Why a batch cannot be stopped here."""
    if elsewhere:
        return (
            "这一批由另一个窗口里的 JupyterLab 在运行，请在那里停下它。 / "
            "Another JupyterLab is running this batch. Stop it there."
        )
    return (
        "这一批已经结束，没有可停的。已做好的页面都在。 / "
        "This batch has ended already; there is nothing to stop. Its pages are there."
    )


def still_at_work() -> str:
    """Why there is no archive yet."""
    return (
        "这一批还在运行，打不了包。请等它结束，或先停下它。 / "
        "This batch is still running and cannot be packed. Wait until it ends, or stop it."
    )


DIED = (
    "制作页面的进程意外结束了，可能是内存不够或被系统关掉。已做好的页面都在，"
    "请点“继续”接着做。 / "
    "The process that makes the pages ended unexpectedly; the machine may be short of memory. The "
    "pages that were made are there. Choose “Resume” to go on."
)
SERVER_GONE = (
    "服务器停过，这一批没有做完。已做好的页面都在，请点“继续”接着做。 / "
    "The server was stopped before this batch was done. The pages that were made are there. Choose "
    "“Resume” to go on."
)
UNFORESEEN = (
    "这一批没有做完，原因没有预料到，记在服务器的日志里。已做好的页面都在，请点“继续”再试；"
    "仍不行请告诉维护的人。 / "
    "This batch was not finished, for a reason that nobody foresaw; the server's log has it. The "
    "pages that were made are there. Choose “Resume” to try again; if that does not help, tell "
    "whoever looks after the workbook."
)
