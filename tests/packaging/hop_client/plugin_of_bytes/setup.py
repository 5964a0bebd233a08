from setuptools import setup

setup(
    name="orchard-packets",
    version="1.0",
    packages=["orchard_packets"],
    entry_points={"hop_plugin": ["packets = orchard_packets"]},
)
