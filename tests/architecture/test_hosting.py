"""What hosts read is what the programs do."""

import re
import tomllib
from pathlib import Path

from kith.cli.arguments import make_parser
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


def test_the_tree_of_the_architecture_is_true() -> None:
    """Each folder of the package stands in it, and nothing that is not there."""
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = told.partition("kith/\n")[2].partition("```")[0]
    named = {name for line in tree.splitlines() for name in re.findall(r"(\w+)(?:/\w+)?/", line[:29])}
    inner = {"core", "storage", "jobs", "bus", "engines", "mail", "outside", "web"}
    folders = {path.name for path in (ROOT / "kith").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert named - inner == folders
    assert inner <= {path.name for path in (ROOT / "kith" / "base").iterdir()}


def test_commands_that_the_documents_name_exist() -> None:
    """`kith serve` and all others, in the README and in docs/."""
    known = set(re.findall(r"^ {4}(\w+) ", make_parser().format_help(), re.MULTILINE))
    known |= set(re.findall(r"^ {4}(\w+)$", make_parser().format_help(), re.MULTILINE))
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        named = set(re.findall(r"(?:`|bin/)kith (\w+)", page.read_text(encoding="utf-8")))
        assert named <= known, page


def test_links_in_the_documents_lead_somewhere() -> None:
    """From the README and docs/ to files of the project."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_version_is_said_once() -> None:
    """The package and the project agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f'"{project}"' in (ROOT / "kith" / "__init__.py").read_text(encoding="utf-8")
