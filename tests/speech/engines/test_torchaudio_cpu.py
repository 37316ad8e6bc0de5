"""In a process of its own: torch's threads and the stand-in must not reach the other tests."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

SCRIPT = """
import torch
from speech.engines.torchaudio_cpu import torchaudio
wave = torch.sin(torch.arange(16000) / 16000 * 2 * 3.14159 * 440)
module = torchaudio()
assert torchaudio() is module
print(module.functional.resample(wave, 16000, 8000).shape[0])
print(tuple(module.transforms.MelSpectrogram(16000, n_mels=40)(wave).shape)[0])
"""


@pytest.mark.skipif(find_spec("torchaudio") is None, reason="torchaudio is not installed")
def test_torchaudio_works_beside_cpu_torch() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["8000", "40"]


def test_without_torch_it_is_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from speech.engines.torchaudio_cpu import torchaudio

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError):
        torchaudio()
