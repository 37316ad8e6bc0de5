"""The work of a voice version: its chain of steps, from recordings that are checked to a voice in the library."""

from voices.stages.keeping import purge_unconsented
from voices.stages.learning import WORK
from voices.stages.prints import ensure_print, load_print
from voices.stages.trying import load_centre, threshold_of

__all__ = ["WORK", "ensure_print", "load_centre", "load_print", "purge_unconsented", "threshold_of"]
