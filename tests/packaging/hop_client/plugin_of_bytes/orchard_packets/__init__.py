"""A model for hop-client 0.13 with a format name of its own, and bytes on the wire."""

import struct
from dataclasses import dataclass

from hop import plugins
from hop.models import MessageModel

LAYOUT = struct.Struct(">2d")


@dataclass
class Packet(MessageModel):
    format_name = "orchard-packet"
    ra: float
    dec: float

    def __bytes__(self):
        return LAYOUT.pack(self.ra, self.dec)

    @classmethod
    def deserialize(cls, data):
        return cls(*LAYOUT.unpack(data))

    @classmethod
    def load(cls, input_):
        text = input_.read() if hasattr(input_, "read") else input_
        return cls(*map(float, text.split(";")))


@plugins.register
def get_models():
    return {"orchard-packet": Packet}
