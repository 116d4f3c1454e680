"""The beginning of the program."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent

if __name__ == "__main__":
    # The folders around this one are entered without their front doors, which would bring all of Kith into the process.
    for name, folder in (("kith", HERE.parents[1]), ("kith.finding", HERE.parent)):
        sys.modules[name] = package = ModuleType(name)
        package.__path__ = [str(folder)]
    importlib.import_module("kith.finding.reader.desk").main(Path(sys.argv[1]))
