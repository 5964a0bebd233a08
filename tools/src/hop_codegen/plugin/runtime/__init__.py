"""Modules that are copied into generated packages, which need nothing of hop-codegen to run."""
