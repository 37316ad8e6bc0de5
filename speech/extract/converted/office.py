"""The LibreOffice program: found, started without a window in a limited child, and made to save a document anew."""

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Final

from speech.child_lifeline import die_with_parent
from speech.errors import NotReady, SpeechError

PROGRAM: Final = "soffice.bin"
"""What the ``soffice`` script runs in the end: one process, which is easier to end than three."""
SOCKETS: Final = Path("/tmp")  # noqa: S108 - not ours to choose, and there is no switch for it
"""Where it listens for a second ``soffice`` of the same profile."""

SETTINGS: Final = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",  # linked pictures
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "2"},  # linked texts: never
    "/org.openoffice.Office.Java/VirtualMachine": {"Enable": "false"},
}


def program() -> Path:
    """Raises ``converter_not_ready`` where LibreOffice is not installed."""
    command = shutil.which("soffice")
    found = Path(command).resolve().parent / PROGRAM if command else None
    if found is None or not found.is_file():
        raise NotReady("converter_not_ready", converter="LibreOffice")
    return found


def profile_in(room: Path) -> Path:
    """Each conversion has a profile of its own, so that two never wait for each other."""
    return room / "profile"


def make_profile(office: Path, room: Path) -> None:
    """The first start makes the profile and then wants to be started again; no document is open yet."""
    user = profile_in(room) / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_settings())
    _run(office, room, ["--terminate_after_init"])


def convert(office: Path, source: Path, target: Path, reader: str) -> None:
    """Save ``source``, read by the named filter, as ``target``, in the format of its suffix and in the same room.

    Raises ``unreadable_document``; ``reader_crashed`` where LibreOffice ended in an error.
    """
    room = target.parent
    made = room / "made"
    kind = target.suffix.lstrip(".")
    code = _run(office, room, [f"--infilter={reader}", "--convert-to", kind, "--outdir", str(made), str(source)])
    found = made / f"{source.stem}{target.suffix}"
    if not found.is_file():
        raise SpeechError("reader_crashed" if code else "unreadable_document")
    found.rename(target)


def _run(office: Path, room: Path, arguments: list[str]) -> int:
    profile = f"-env:UserInstallation={profile_in(room).as_uri()}"
    command = [str(office), profile, "--headless", "--norestore", "--nologo", "--nodefault", *arguments]
    # Whoever kills only the child must not leave LibreOffice behind. There is one thread here.
    return subprocess.run(command, check=False, preexec_fn=die_with_parent).returncode


def remove_sockets(room: Path) -> None:
    """What a killed or confined LibreOffice left where it listened; its name is a sum of the profile's."""
    name = hashlib.md5(profile_in(room).as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    for socket in SOCKETS.glob(f"OSL_PIPE_*SingleOfficeIPC_{''.join(f'{byte:x}' for byte in name)}"):
        socket.unlink(missing_ok=True)


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    return f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
