# Generated from schemas/alert/sources by hop-codegen; do not edit
"""Views of alerts, made of the tables; one module a format."""
