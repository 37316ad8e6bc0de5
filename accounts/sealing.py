"""Secrets of second factors lie sealed in the database: whoever reads a copy of it cannot make codes."""

from allauth.mfa.adapter import DefaultMFAAdapter

from lib.sealing import box

SEALED = "sealed:"
PURPOSE = "second factor"


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    def encrypt(self, text: str) -> str:
        return SEALED + box(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was kept before there was a seal stands as it is."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        return box(PURPOSE).decrypt(encrypted_text.removeprefix(SEALED)).decode()
