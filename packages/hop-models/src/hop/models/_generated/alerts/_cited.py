# Generated from schemas/alert/sources by hop-codegen; do not edit
"""How the ivorn of a message tells its event, by the authority in it."""

from __future__ import annotations

import re

CITED = {
    "gwnet": ((re.compile("ivo://gwnet/LVC\\#([A-Za-z0-9]+)\\-.*"), "lvk:"),),
    "nasa.gsfc.gcn": (
        (re.compile("ivo://nasa\\.gsfc\\.gcn/Fermi\\#GBM_.*_([A-Za-z0-9]+)_.*\\-.*"), "fermi-gbm:"),
        (
            re.compile("ivo://nasa\\.gsfc\\.gcn/Fermi\\#LAT_.*_Pos_.*_([A-Za-z0-9]+)_.*\\-.*"),
            "fermi-lat:",
        ),
        (
            re.compile("ivo://nasa\\.gsfc\\.gcn/Fermi\\#LAT_.*_Pos_.*_([A-Za-z0-9]+)\\-.*\\-.*"),
            "fermi-lat:",
        ),
        (re.compile("ivo://nasa\\.gsfc\\.gcn/INTEGRAL\\#.*_Pos_0*([0-9]+)\\-.*\\-.*"), "integral:"),
        (re.compile("ivo://nasa\\.gsfc\\.gcn/SWIFT\\#.*_([A-Za-z0-9]+)\\-.*"), "swift:"),
    ),
    "org.svom": ((re.compile("ivo://org\\.svom/fsc\\#([A-Za-z0-9]+)_.*"), "svom:"),),
}
