"""Models from other packages: announce them with :func:`register`.

A package announces its models by an entry point in the group ``hop_plugin``. Its value is a
module, and that module decorates a function with :func:`register`::

    @plugins.register
    def get_models():
        return {"donut": Donut}

The module may also lie in this package, as ``hop/plugins/donut.py`` in a distribution of its own:
packages made from hop-client's template do that.
"""

from pkgutil import extend_path

from hop._wire import ModelDeclaration, get_models, register

# Distributions in other folders of sys.path may have modules here, too.
__path__ = extend_path(__path__, __name__)

__all__ = ["ModelDeclaration", "get_models", "register"]
