"""What hosts read is what the programs do."""

import re
import tomllib
from pathlib import Path

from kith.settings import reference

ROOT = Path(__file__).parents[2]


def test_the_table_of_settings_is_true() -> None:
    """Each with its meaning and what it is when nobody sets it."""
    told = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    for note in reference():
        default = note.default if note.default == "not set" else f"`{note.default}`"
        assert f"| `{note.variable}` | {note.meaning} | {default} |" in told
    assert len(re.findall(r"^\| `(?:PORT|KITH_\w+)` \|", told, re.MULTILINE)) == len(reference())


def test_deployment_names_settings_that_exist() -> None:
    """A misspelt one would be silent."""
    known = {note.variable for note in reference()}
    for path in (ROOT / "deploy").iterdir():
        named = set(re.findall(r"\bKITH_[A-Z_]+\b", path.read_text(encoding="utf-8")))
        assert named <= known, path


def test_links_in_the_documents_lead_somewhere() -> None:
    """From the README and docs/ to files of the project."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_version_is_said_once() -> None:
    """The package and the project agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f'"{project}"' in (ROOT / "kith" / "__init__.py").read_text(encoding="utf-8")
