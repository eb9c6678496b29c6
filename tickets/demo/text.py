"""Texts as they stand in the data, and as they are kept."""

import re
from textwrap import dedent

OWN_LINE = re.compile(r"- |\d+\. |\|")  # of Markdown: a list's item, a table's row


def flow(text: str) -> str:
    """Join the lines of each paragraph and list item, which are broken in the data to be readable there."""
    lines: list[str] = []
    for line in dedent(text).strip().splitlines():
        if not lines or not lines[-1] or not line.strip() or OWN_LINE.match(line):
            lines.append(line.strip())
        else:
            lines[-1] += " " + line.strip()
    return "\n".join(lines)


def columns(data: dict, *names: str) -> dict[str, str]:
    """Return the texts `names` of `data`, (English, Turkish) pairs, by column: ``name_en``, ``name_tr``."""
    return {
        f"{name}_{language}": flow(text)
        for name in names
        for language, text in zip(("en", "tr"), data.get(name, ("", "")), strict=True)
    }
