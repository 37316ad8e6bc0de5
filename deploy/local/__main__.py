"""`python3 -m deploy.local setup|tools|run`: what the Makefile calls."""

from __future__ import annotations

import sys

from deploy.local import run, say, setup

VERBS = {"setup": setup.prepare, "tools": setup.prepare_tests, "run": run.serve}


def main(arguments: list[str]) -> None:
    """Do the one verb named."""
    if len(arguments) != 1 or arguments[0] not in VERBS:
        say.stop(f"usage: python3 -m deploy.local {'|'.join(VERBS)}")
    try:
        VERBS[arguments[0]]()
    except KeyboardInterrupt:  # Ctrl-C while installing; a running site is stopped in order by run.py
        say.stop("interrupted; the next start goes on where this one was")


if __name__ == "__main__":
    main(sys.argv[1:])
