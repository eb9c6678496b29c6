"""What the directory of a zip archive says, read entry by entry. `zipfile` makes an object of every entry before it can
be asked how many there are: 2 s and 100 MB for a directory of 10 MB.

Source: APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3.
"""

import struct

END, END_SIZE = b"PK\x05\x06", 22
LONG_END, LONG_END_SIZE = b"PK\x06\x06", 56
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20
ENTRY, ENTRY_SIZE = b"PK\x01\x02", 46
LONGEST_COMMENT = 0xFFFF
ELSEWHERE = 0xFFFFFFFF  # a size that stands in the entry's zip64 field
ZIP64 = 0x0001
MOST_RECORDS = 50  # beside an entry; a program writes two or three


class TooManyEntries(Exception):
    """An archive of more files than anybody is to unpack."""


def unpacked_size(file, size: int, *, most_entries: int) -> int:
    """Return how many bytes the entries of an archive of `size` bytes say they unpack to.

    At most 64 kB and `most_entries` entries are read. Raises `TooManyEntries`, by what the end of the archive says or
    by count where that is a lie, and `ValueError` where it is damaged.
    """
    try:
        entries, start, end = _find_directory(file, size)
        if entries > most_entries:
            raise TooManyEntries
        return _add_up(file, start, end, most_entries)
    except struct.error as error:
        raise ValueError("cut off") from error


def _find_directory(file, size) -> tuple[int, int, int]:
    """Return how many entries there should be, and where in the file the first begins and the last ends."""
    tail_start = max(0, size - LONGEST_COMMENT - END_SIZE)
    file.seek(tail_start)
    tail = file.read(size - tail_start)
    place = tail.rfind(END)
    if place < 0:
        raise ValueError("no end")
    entries, length = struct.unpack_from("<HI", tail, place + 10)
    end = tail_start + place
    locator = end - LOCATOR_SIZE
    if locator > 0:
        file.seek(locator)
        found = file.read(LOCATOR_SIZE)
        if found.startswith(LOCATOR):
            [end] = struct.unpack_from("<Q", found, 8)
            entries, length = _read_long_end(file, end, size)
    start = end - length
    if start < 0:
        raise ValueError("the directory begins before the file")
    return entries, start, end


def _read_long_end(file, place, size) -> tuple[int, int]:
    if place > size:
        raise ValueError("the directory ends behind the file")
    file.seek(place)
    end = file.read(LONG_END_SIZE)
    if not end.startswith(LONG_END):
        raise ValueError("no end")
    return struct.unpack_from("<QQ", end, 32)


def _add_up(file, place, end, most_entries) -> int:
    total = count = 0
    while place < end:
        count += 1
        if count > most_entries:
            raise TooManyEntries
        file.seek(place)
        entry = file.read(ENTRY_SIZE)
        if not entry.startswith(ENTRY):
            raise ValueError("no entry")
        unpacked, name, extra, comment = struct.unpack_from("<IHHH", entry, 24)
        if unpacked == ELSEWHERE:
            file.seek(name, 1)
            unpacked = _long_size(file.read(extra))
        total += unpacked
        place += ENTRY_SIZE + name + extra + comment
    return total


def _long_size(extra) -> int:
    """Return the size in an entry's zip64 field, which comes first there."""
    place = 0
    for _record in range(MOST_RECORDS):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == ZIP64:
            return struct.unpack_from("<Q", extra, place + 4)[0]
        place += 4 + length
    raise ValueError("a size is missing")
