"""What in a text may tell whose ticket it was. Pure."""

import re
from collections.abc import Iterable

from faq.text import fold

SHORTEST = 3  # letters of a name or an answer that would not be found everywhere by chance
LONG_NUMBER = 6  # digits: a telephone, an order, a card; as with searches that are not logged
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,255}")
_NUMBER = re.compile(r"\+?\d(?:[ .()/-]{0,2}\d)+")
_WORD = re.compile(r"[^\W_]+")


def personal_words(text: str, known: Iterable[str]) -> list[str]:
    """List the parts of `text` that may be personal, as they are written there, each once: e-mail addresses, numbers of
    six digits and more, and whatever is `known` of the customer (names, values), however it is capitalised. Linear but
    for the number of `known`."""
    found = dict.fromkeys(match[0].rstrip(".") for match in _EMAIL.finditer(text))
    found |= dict.fromkeys(
        match[0] for match in _NUMBER.finditer(text) if sum(map(str.isdigit, match[0])) >= LONG_NUMBER
    )
    places = [match.span() for match in _WORD.finditer(text)]
    folded = [fold(text[start:end]) for start, end in places]
    for value in known:
        wanted = [fold(word) for word in _WORD.findall(value)]
        if sum(map(len, wanted)) < SHORTEST:
            continue
        for first in range(len(folded) - len(wanted) + 1):
            if folded[first] == wanted[0] and folded[first : first + len(wanted)] == wanted:
                found[text[places[first][0] : places[first + len(wanted) - 1][1]]] = None
    return [part for part in found if not any(part in other for other in found if other != part)]


_GREETING = re.compile(
    r"(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|merhaba|selam|sayın|değerli|iyi günler|günaydın)\b"
    r"[^\n.!?]{0,60}[,.!:]?\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|best|yours|sincerely|cheers|thanks|thank you|"
    r"many thanks|saygılarım(?:la|ızla)|sevgiler(?:imle)?|iyi (?:günler|çalışmalar|akşamlar)|kolay gelsin|"
    r"teşekkürler)\b[^\n.?]{0,40}",
    re.IGNORECASE,
)
LONGEST_SIGNATURE = 5  # lines


def without_courtesy(body: str, author_name: str = "") -> str:
    """Return an answer less its greeting and its signature: what of it answers the question."""
    lines = body.strip().splitlines()
    if len(lines) > 1 and _GREETING.fullmatch(lines[0].strip()):
        lines = lines[1:]
    for back in range(min(LONGEST_SIGNATURE, len(lines) - 1), 0, -1):
        line = lines[-back].strip()
        if _CLOSING.fullmatch(line) or (author_name and fold(line) == fold(author_name)):
            lines = lines[:-back]
            break
    return "\n".join(lines).strip()
