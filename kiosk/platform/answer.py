"""The base of the answers to named questions; each is beside what it is about (listing, documents, mandates …)."""

from __future__ import annotations


class Answer:
    """An answer of the platform to a named question (openapi.yaml, QuestionName)."""
