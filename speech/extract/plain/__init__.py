"""Plain text and subtitles."""
