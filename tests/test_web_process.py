"""Heavy imports never load in the web process: whoever only looks at pages does not pay for engines."""

import subprocess
import sys

HEAVY = (
    "numpy",
    "scipy",
    "pyworld",
    "pymupdf",
    "torch",
    "torchaudio",
    "soundfile",
    "soxr",
    "sea_g2p",
    "docx",
    "lameenc",
)
PROGRAM = f"""
import config.asgi, sys
from django.urls import get_resolver
get_resolver().url_patterns
from voices import presets
assert presets.listed()
print(sorted(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_the_web_process_loads_no_engine_and_no_decoder() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
