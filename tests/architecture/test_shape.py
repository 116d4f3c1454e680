"""The picture in docs/architecture.md, held by the linter: sizes, names and front doors."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KITH = ROOT / "kith"

LINES_MAX = 300
FUNCTION_LINES_MAX = 40
TEMPLATE_LINES_MAX = 60
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "shared", "types", "constants"}

MODULES = sorted(KITH.rglob("*.py"))
TEMPLATES = sorted(KITH.rglob("*.html"))
STYLES = sorted(KITH.rglob("*.css"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_stays_readable(path: Path) -> None:
    """No file is a place where things pile up."""
    text = path.read_text(encoding="utf-8")
    if "tests" in path.parts:
        return  # a table of cases is as long as it is
    assert len(text.splitlines()) <= LINES_MAX
    assert path.stem not in NAMES_OF_NOTHING
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            assert lines <= FUNCTION_LINES_MAX, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_stays_readable_and_says_what_it_needs(path: Path) -> None:
    """A file a component; its first line says what it is given."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= TEMPLATE_LINES_MAX
    assert lines[0].startswith("{#")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_holds_no_style_and_no_script(path: Path) -> None:
    """The content security policy would refuse them; `|safe` would undo the escaping."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|\|\s*safe\b|javascript:", text)


def test_what_a_script_looks_for_stands_in_one_template() -> None:
    """A heading with the same id would be found instead, and times would lose their words."""
    templates = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    scripts = [path.read_text(encoding="utf-8") for path in KITH.rglob("*.js") if "static" not in path.parts]
    sought = {one for text in scripts for one in re.findall(r'getElementById\("([\w-]+)"\)', text)}
    assert "script-words" in sought
    each_layout_has_it = {"main"}
    assert [
        one for one in sorted(sought - each_layout_has_it) if sum(text.count(f' id="{one}"') for text in templates) != 1
    ] == []


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_a_style_sheet_stays_in_its_layer_and_in_every_direction(path: Path) -> None:
    """Everything inside `@layer`; `left` and `right` do not exist in half of the world's scripts."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.match(r"\s*@(layer|font-face|charset)", text)
    physical = r"(?<![\w-])(margin|padding|border|inset)?-?(left|right)\s*:|text-align:\s*(left|right)"
    assert not re.search(physical, text)


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


FEATURES = {path.parent.name for path in KITH.glob("*/feature.py")} - {"base"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_feature_is_entered_by_its_front_door(path: Path) -> None:
    """Others import `kith.people`, or its model; what is behind may be rebuilt without asking."""
    parts = path.relative_to(KITH).parts
    own = parts[0] if len(parts) > 1 else None
    if "tests" in parts or own is None:
        return
    for module in _imports(path):
        names = module.split(".")
        if names[0] != "kith" or len(names) < 3 or names[1] not in FEATURES or names[1] == own:
            continue
        assert names[2] == "model", f"imports {module}, behind the front door of {names[1]}"
