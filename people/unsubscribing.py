"""The button of the mail program that takes its reader off a list (RFC 2369, RFC 8058), where a message is of one."""

from __future__ import annotations

from people.models import OutboxMessage


def headers_of(message: OutboxMessage) -> dict[str, str]:
    """One click takes https: without it the program opens the page of the address, which has a button of its own."""
    if not message.unsubscribe:
        return {}
    headers = {"List-Unsubscribe": f"<{message.unsubscribe}>"}
    if message.unsubscribe.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
