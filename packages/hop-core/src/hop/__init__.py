"""Publish and receive astronomical alerts over Apache Kafka."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
