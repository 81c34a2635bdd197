"""Warm, isolated kernels: a notebook runs in a fresh fork of a process that has imported all.

papermill --engine workbook in.ipynb out.ipynb
"""
