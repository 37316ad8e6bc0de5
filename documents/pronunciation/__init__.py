"""The dictionary: rules of how words are said, laid out like an app."""
