"""Typed, validated models of astronomical alerts."""
