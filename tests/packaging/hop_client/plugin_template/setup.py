"""The layout of hop-client's template for plugins: a module in the package hop.plugins."""

from setuptools import find_namespace_packages, setup

setup(
    name="hop-plugin-orchard",
    version="1.0",
    packages=find_namespace_packages(include=["hop.*"]),
    entry_points={"hop_plugin": ["orchard-plugin = hop.plugins.orchard"]},
)
