"""A backup is a folder: a dump of the database, the files its rows name, and a manifest that counts and hashes both.

The dump is a snapshot, and files are copied after it. That is enough: a file is written once, before its row, under a
name that is never used again, so each file the snapshot names is there, or was removed on purpose in the meantime. A
backup lists the latter as gone, and restoring it removes their rows as well. The sweep takes only what no row has named
for a day, and forms that were not sent for a day, which are restored as gone, too.
"""

from .manifest import Impossible, Manifest
from .restoring import restore
from .taking import take

__all__ = ["Impossible", "Manifest", "restore", "take"]
