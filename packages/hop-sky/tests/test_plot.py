"""Pictures of sky maps: what they show lies where it should."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import maps
import numpy as np
import pytest
from astropy.table import Table
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from hop.errors import DecodeError
from hop.models import Circle, Ellipse
from hop.sky import SkyMap
from hop.sky._picture.style import DARK, LIGHT

WHEN = datetime(2026, 11, 29, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def sky() -> SkyMap:
    return SkyMap.read(maps.mixed_file(5, 4000, with_distances=True))


def pixels_of(figure: Figure) -> np.ndarray:
    """The picture as (rows, columns, 3), from 0 to 1."""
    out = BytesIO()
    figure.savefig(out, format="png", facecolor=figure.get_facecolor())
    out.seek(0)
    return imread(out)[..., :3]


def mollweide(ra: Any, dec: Any, middle: float = 180) -> tuple[Any, Any]:
    """From -1 to 1 on both axes, by Snyder 1987, page 249."""
    phi = np.radians(dec)
    theta = 0.9 * phi
    for _ in range(200):
        slope = np.maximum(2 + 2 * np.cos(2 * theta), 1e-9)
        theta = theta - (2 * theta + np.sin(2 * theta) - np.pi * np.sin(phi)) / slope
    east = (np.asarray(ra) - middle + 180) % 360 - 180
    return -east / 180 * np.cos(theta), np.sin(theta)


def lambert(ra: Any, dec: Any, center: tuple[float, float], radius: float) -> tuple[Any, Any]:
    """From -1 to 1 on both axes, by Snyder 1987, page 185."""
    lam, phi = np.radians(np.asarray(ra) - center[0]), np.radians(dec)
    phi0 = np.radians(center[1])
    k = np.sqrt(2 / (1 + np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)))
    x = k * np.cos(phi) * np.sin(lam)
    y = k * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam))
    edge = 2 * np.sin(np.radians(radius) / 2)
    return -x / edge, y / edge


def spots(figure: Figure, x: Any, y: Any) -> tuple[Any, Any]:
    """Row and column of places on the axes."""
    box = figure.axes[0].get_position()
    width, height = figure.get_size_inches() * figure.dpi
    column = (box.x0 + box.width * (np.asarray(x) + 1) / 2) * width
    row = (1 - box.y0 - box.height * (np.asarray(y) + 1) / 2) * height
    return row, column


def around(ra: float, dec: float, radius: float, count: int = 48) -> tuple[Any, Any]:
    center = maps.unit(ra, dec)
    east = np.array([-np.sin(np.radians(ra)), np.cos(np.radians(ra)), 0])
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)[:, None]
    turned = np.cos(angle) * east + np.sin(angle) * np.cross(center, east)
    points = np.cos(np.radians(radius)) * center + np.sin(np.radians(radius)) * turned
    ra_of = np.degrees(np.arctan2(points[:, 1], points[:, 0])) % 360
    return ra_of, np.degrees(np.arcsin(points[:, 2]))


def has_color(image: np.ndarray, row: Any, column: Any, color: str, reach: int = 4) -> np.ndarray:
    """Whether a color is near places."""
    found = np.abs(image - np.array(to_rgb(color))).max(axis=-1) < 0.12
    return np.array(
        [
            found[max(r - reach, 0) : r + reach + 1, max(c - reach, 0) : c + reach + 1].any()
            for r, c in zip(np.round(row).astype(int), np.round(column).astype(int), strict=True)
        ]
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ra", "dec"), [(120, 20), (359, -30), (75, 84), (200, -88)])
def test_contour_of_the_whole_sky_is_in_its_place(ra: float, dec: float, dark: bool) -> None:
    blob = SkyMap.from_region(Circle(14, 0.9), ra, dec)
    figure = blob.plot(width=1200, dark=dark)
    image, color = pixels_of(figure), (DARK if dark else LIGHT).contour
    near = has_color(image, *spots(figure, *mollweide(*around(ra, dec, 14))), color)
    assert near.mean() > 0.9  # the name of the level covers the rest
    for radius in (11.5, 17):
        away = spots(figure, *mollweide(*around(ra, dec, radius)))
        # Close to a pole, two degrees are a few pixels.
        assert has_color(image, *away, color, 1).mean() < (0.1 if abs(dec) < 80 else 0.4)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ra", "dec"), [(120, 20), (0, -30), (75, 88), (200, -90)])
def test_contour_of_a_part_is_in_its_place(ra: float, dec: float, dark: bool) -> None:
    blob = SkyMap.from_region(Circle(4, 0.9), ra, dec)
    figure = blob.plot(width=800, dark=dark, center=(ra, dec), radius=6)
    image, color = pixels_of(figure), (DARK if dark else LIGHT).contour

    def found(radius: float) -> float:
        places = lambert(*around(ra, dec, radius), (ra, dec), 6)
        return float(has_color(image, *spots(figure, *places), color).mean())

    assert found(4) > 0.9
    assert found(3.4) < 0.1
    assert found(4.6) < 0.1


@pytest.mark.parametrize("width", [640, 1600])
@pytest.mark.parametrize("zoom", [False, True], ids=["sky", "zoom"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_png_has_its_size_and_is_not_blank(
    sky: SkyMap, tmp_path: Path, width: int, zoom: bool, dark: bool
) -> None:
    sky.plot(tmp_path / "map.PNG", width=width, zoom=zoom, dark=dark)
    image = imread(tmp_path / "map.PNG", format="png")
    assert image.shape[1] == width
    assert 0.6 * width < image.shape[0] < width
    assert len(np.unique((image * 255).astype(np.uint8).reshape(-1, 4), axis=0)) > 100
    paper = to_rgb((DARK if dark else LIGHT).paper)
    assert np.abs(image[2, 2, :3] - paper).max() < 0.01


def test_svg_is_a_drawing_with_a_picture_in_it(sky: SkyMap, tmp_path: Path) -> None:
    sky.plot(tmp_path / "map.svg", width=800)
    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find(".//{http://www.w3.org/2000/svg}image") is not None
    assert len(root.findall(".//{http://www.w3.org/2000/svg}path")) > 50


def test_jupyter_gets_a_png_of_640_pixels(sky: SkyMap) -> None:
    content = sky._repr_png_()
    assert content is not None
    assert imread(BytesIO(content)).shape[1] == 640


def test_a_zoom_holds_the_region() -> None:
    for ra, dec in ((120, 20), (359.5, -30), (75, 86), (10, -90)):
        blob = SkyMap.from_region(Ellipse(3, 1, 30, 0.9), ra, dec)
        wcs = blob.plot(width=300, zoom=True).axes[0].wcs
        assert wcs.wcs.crval[1] == pytest.approx(dec, abs=0.2)
        edge = wcs.wcs.crpix[1] * wcs.wcs.cdelt[1]
        assert 3 < edge < 4.5


def test_a_picture_has_a_legend_with_units(sky: SkyMap) -> None:
    figure = sky.plot(width=400)
    texts = [text.get_text() for text in figure.legends[0].get_texts()]
    assert texts[0] == f"50 %: {sky.area(0.5):.0f} deg²"
    assert texts[1] == f"90 %: {sky.area(0.9):.0f} deg²"
    assert texts[-1].startswith("densest: 291.09° −25.28°")
    assert figure.axes[1].get_xlabel() == "probability per deg²"
    assert figure.texts[0].get_text() == "MS5"


def test_the_densest_cell_is_marked_though_it_is_tiny() -> None:
    blob = SkyMap.from_region(Circle(0.02, 0.9), 10, 10)
    figure = blob.plot(width=640)
    row, column = spots(figure, *mollweide([10], [10]))
    assert has_color(pixels_of(figure), row, column, LIGHT.mark).all()


def test_objects_are_marked_and_the_best_are_named() -> None:
    blob = SkyMap.from_region(Circle(5, 0.9), 2, -30)
    ra, dec = (2 + np.linspace(0, 12, 40)) % 360, np.full(40, -30.0)
    names = [f"NGC {number}\x1b$" for number in range(40)]
    found = blob.crossmatch({"RAJ": ra, "DEJ": dec, "name": names}, ra="RAJ", dec="DEJ")
    figure = blob.plot(width=640, zoom=True, catalog=found)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert sorted(text for text in texts if "NGC" in text) == [
        f"{number} NGC {number - 1} $" for number in (1, 2, 3, 4, 5)
    ]
    marks = [text.get_text() for text in figure.legends[0].get_texts()]
    assert f"{np.sum(found['level'] <= 0.9)} objects in the 90 % area" in marks


def test_names_of_objects_do_not_overlap(sky: SkyMap) -> None:
    near = np.arange(5) * 1e-3
    table = {"ra": sky.best[0] + near, "dec": sky.best[1] + near, "name": list("abcde")}
    for zoom in (False, True):
        figure = sky.plot(width=640, zoom=zoom, catalog=sky.crossmatch(table))
        figure.canvas.draw()
        names = [text for text in figure.axes[0].texts if text.get_text()[-1] in "abcde"]
        boxes = [Text.get_window_extent(name) for name in names]  # without the line to the mark
        assert len(boxes) == 5
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_objects_in_space_are_those_of_the_volume(sky: SkyMap) -> None:
    ra, dec = maps.positions(2, 300)
    table = Table({"ra": ra, "dec": dec, "distance": np.linspace(10, 900, 300)})
    found = sky.crossmatch(table, distance="distance")
    figure = sky.plot(width=400, catalog=found)
    texts = [text.get_text() for text in figure.legends[0].get_texts()]
    assert f"{np.sum(found['volume_level'] <= 0.9)} objects in the 90 % volume" in texts
    # A table that was not matched before is matched now; without names, objects have numbers.
    figure = sky.plot(width=400, catalog={"ra": ra, "dec": dec})
    assert "1" in [text.get_text() for text in figure.axes[0].texts]


def test_a_site_shows_horizon_sun_and_moon(sky: SkyMap) -> None:
    figure = sky.plot(width=1200, site="Paranal", when=WHEN)
    texts = [text.get_text() for text in figure.legends[0].get_texts()]
    assert {"horizon", "30° high"} <= set(texts)
    assert figure.texts[1].get_text().startswith("Paranal, 2026-11-29 03:00 UTC. Altitudes:")
    image = pixels_of(figure)
    # The sun on 29 November is in Scorpius, by the Astronomical Almanac.
    row, column = spots(figure, *mollweide([245.1], [-21.5]))
    assert has_color(image, row, column, LIGHT.sun).all()
    assert {"Sun", "Moon"} <= {text.get_text() for text in figure.axes[0].texts}
    # What is overhead is not shaded: local sidereal time is 2.9 h, latitude -24.6.
    row, column = spots(figure, *mollweide([43.0, 43.0 + 180], [-24.6, 24.6]))
    overhead, below = image[np.round(row).astype(int), np.round(column).astype(int)]
    assert overhead.min() > 0.97
    assert below.max() < 0.8


def test_partial_and_even_maps_have_pictures(tmp_path: Path) -> None:
    part = {"PIXEL": (np.arange(100, 300), ""), "PROB": (maps.flat(1, 3)[100:300], "pix-1")}
    header = {"ORDERING": "NESTED", "INDXSCHM": "EXPLICIT", "NSIDE": 8}
    partial = SkyMap.read(maps.fits_bytes(part, header))
    even = SkyMap.read(maps.flat_file(np.full(192, 1 / 192), "pix-1"))
    for sky in (partial, even):
        for zoom in (False, True):
            sky.plot(tmp_path / "map.png", zoom=zoom, width=300)
    unseen = pixels_of(partial.plot(width=300))
    assert np.sum(np.abs(unseen - to_rgb(LIGHT.unknown)).max(axis=-1) < 0.02) > 1000


def test_a_title_is_text_and_nothing_else(sky: SkyMap) -> None:
    figure = sky.plot(width=300, title="$x^ \x07 " + "long " * 30)
    figure.canvas.draw()
    assert figure.texts[0].get_text().startswith("$x^   long long")
    assert len(figure.texts[0].get_text()) == 90


def test_a_wrong_value_is_refused_and_no_file_is_left(sky: SkyMap, tmp_path: Path) -> None:
    for wrong, says in (
        ({"width": 20}, "width is 20, not 200 to 10000"),
        ({"radius": 91}, "radius is 91 degrees"),
        ({"center": (10, 100)}, "centre is 10 100"),
        ({"when": WHEN}, "no site"),
        ({"site": "paranal", "when": WHEN.replace(tzinfo=None)}, "no zone"),
        ({"site": "Atlantis"}, "unknown site"),
    ):
        with pytest.raises(ValueError, match=says):
            sky.plot(tmp_path / "map.png", **wrong)
    with pytest.raises(ValueError, match=r"map.pdf: pictures are .png or .svg"):
        sky.plot(tmp_path / "map.pdf")
    with pytest.raises(DecodeError, match="no column 'dec'"):
        sky.plot(tmp_path / "map.png", catalog={"ra": [1.0]})
    with pytest.raises(FileNotFoundError, match="missing"):
        sky.plot(tmp_path / "missing" / "map.png", width=200)
    left = [each.name for each in tmp_path.iterdir() if not each.name.startswith("user-")]
    assert left == []


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_a_picture_needs_no_display_and_leaves_no_state(tmp_path: Path) -> None:
    (tmp_path / "map.fits").write_bytes(maps.mixed_file(1, 300))
    done = run(
        "import sys\nfrom hop.sky import SkyMap\n"
        f"m = SkyMap.read({str(tmp_path / 'map.fits')!r})\n"
        "assert 'matplotlib' not in sys.modules and 'astropy' not in sys.modules\n"
        f"m.plot({str(tmp_path / 'map.png')!r})\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    assert done.returncode == 0, done.stderr


def test_without_matplotlib_the_error_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "map.fits").write_bytes(maps.mixed_file(1, 300))
    done = run(
        "import sys\nsys.modules['matplotlib'] = None\nfrom hop.sky import SkyMap\n"
        f"m = SkyMap.read({str(tmp_path / 'map.fits')!r})\n"
        "assert m._repr_png_() is None\nm.plot('map.png')\n"
    )
    assert done.stderr.splitlines()[-1].startswith("hop.errors.ConfigError: pictures need")
    assert "pip install matplotlib" in done.stderr
