"""A message model of another package, as somebody who reads the documentation writes it."""

import json
from dataclasses import dataclass

from hop import plugins
from hop.models import MessageModel


@dataclass
class Donut(MessageModel):
    category: str
    flavor: str
    has_filling: bool

    @classmethod
    def load(cls, input_):
        # input_ is a file object
        if hasattr(input_, "read"):  # noqa: SIM108 - as the documentation has it
            donut = json.load(input_)
        # serialized input_
        else:
            donut = json.loads(input_)

        # unpack the JSON dictionary and return the model
        return cls(**donut)


@plugins.register
def get_models():
    return {
        "donut": Donut,
    }
