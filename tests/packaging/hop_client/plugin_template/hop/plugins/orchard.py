"""A model as authors of packages for hop-client 0.13 write it."""

import json
from dataclasses import dataclass

from hop import plugins
from hop.models import MessageModel


@dataclass
class Orchard(MessageModel):
    name: str
    trees: int

    @classmethod
    def load(cls, input_):
        if hasattr(input_, "read"):
            return cls(**json.load(input_))
        return cls(**json.loads(input_))


@plugins.register
def get_models():
    return {"orchard": Orchard}
