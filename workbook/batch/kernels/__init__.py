"""Warm, isolated kernels: each notebook runs in a fresh fork of a process with all imports done.

papermill --engine workbook in.ipynb out.ipynb
"""
