from setuptools import setup

setup(
    name="donut-plugin",
    version="1.0",
    py_modules=["donut_plugin"],
    entry_points={"hop_plugin": ["donut-plugin = donut_plugin"]},
)
