"""All suites, one after the other, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

SUITES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))

for suite in SUITES:
    print(f"== {suite}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{suite}"], check=True)
