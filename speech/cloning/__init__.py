"""Moving one voice towards another: learn a speaker from recordings, then convert what a base voice says.

Knows no engine: whoever has a base voice hands it in as a callable (``Say``). The method is the "full" of
Giọng's own study of espeak-ng with WORLD: a global transform of the mel-cepstrum and the pitch, offsets for each
phone learned from an alignment of base and reference, and regression over the reference's own frames.
"""
