"""Measures speed and memory: ``python benchmarks/bench.py``; README.md has the figures."""
