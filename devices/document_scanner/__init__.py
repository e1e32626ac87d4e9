"""Scanners of papers: pages from the glass or out of a feeder, as pictures in memory."""
