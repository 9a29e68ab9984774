"""The nouns: frozen dataclasses with no input or output, no pandas and no solver."""
