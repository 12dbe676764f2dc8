"""Compiles every module below the folders that are named, beside its source. Run by Windows' own Python.

A compiled module is taken as it is, without a look at its source, which will not be there.
"""

import compileall
import py_compile
import sys
from pathlib import Path

for folder in map(Path, sys.argv[1:]):
    done = compileall.compile_dir(
        folder,
        quiet=1,
        legacy=True,
        force=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        # Tracebacks name a module by its place in the installation, not where it was built.
        stripdir=str(folder.parent),
    )
    if not done:
        sys.exit(1)
