"""What the README says about speed and memory, measured: ``python benchmarks/bench.py``."""
