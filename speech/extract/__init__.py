"""Documents to text: ``extract`` and what it can read."""

from speech.extract.extracting import extract
from speech.extract.limits import READER as LIMITS
from speech.extract.registry import FORMATS, PAGE_FURNITURE
from speech.extract.sniff import sniff

__all__ = ["FORMATS", "LIMITS", "PAGE_FURNITURE", "extract", "sniff"]
