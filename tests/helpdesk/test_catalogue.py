"""The Turkish catalogue: every marked string is in it and translated, and the compiled file is that of the text."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Path("helpdesk/locale/tr/LC_MESSAGES")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>")

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="needs Debian's gettext")


def compiled(path):
    """Return {message id: translation} of a .mo file."""
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@needs_gettext
def test_every_marked_string_is_translated(tmp_path):
    for name in (
        "accounts",
        "faq",
        "helpdesk",
        "notifications",
        "tickets",
        "templates",
        "tests/settings.py",
        "manage.py",
    ):
        (shutil.copytree if (ROOT / name).is_dir() else copy_file)(ROOT / name, tmp_path / name)
    command = "makemessages --locale tr --no-obsolete --no-wrap --add-location file --ignore tests"
    subprocess.run([sys.executable, "manage.py", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    for flag in ("--untranslated", "--only-fuzzy"):
        command = ["msgattrib", flag, "--no-location", tmp_path / CATALOGUE / "django.po"]
        missing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        _header, *entries = missing.strip().split("\n\n")
        assert not entries, flag


def copy_file(source, target):
    target.parent.mkdir(exist_ok=True)
    shutil.copy(source, target)


@needs_gettext
def test_the_compiled_catalogue_is_fresh(tmp_path):
    subprocess.run(["msgfmt", "-o", tmp_path / "fresh.mo", ROOT / CATALOGUE / "django.po"], check=True)
    assert compiled(tmp_path / "fresh.mo") == compiled(ROOT / CATALOGUE / "django.mo")


def test_translations_keep_the_placeholders():
    for source, translated in compiled(ROOT / CATALOGUE / "django.mo").items():
        texts = source if isinstance(source, tuple) else (source, 0)
        if texts[0] and isinstance(texts[1], int):
            assert set(PLACEHOLDERS.findall(texts[0])) >= set(PLACEHOLDERS.findall(translated)), translated
