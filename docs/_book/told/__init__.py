"""Told by scrolling: paragraphs, each of which puts the figure beside it into a state."""
