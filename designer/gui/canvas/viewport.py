"""Which part of the drawing is seen: view = scene * scale + origin, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from designer.drawing.detail import TEXTS_FROM

MIN_SCALE: Final = 0.02
MAX_SCALE: Final = 4.0
_MARGIN: Final = 36.0
_NARROW: Final = 12.0
Bounds = tuple[float, float, float, float]
"""left, top, right, bottom."""


@dataclass(slots=True)
class Viewport:
    """Scale and origin; the origin is whole pixels, so that panning can move the picture as it is."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale + self.x, y * self.scale + self.y

    def pan(self, dx: float, dy: float) -> None:
        """Moves the drawing by pixels."""
        self.x, self.y = round(self.x + dx), round(self.y + dy)

    def zoom(self, scale: float, x: float, y: float) -> None:
        """Changes the scale; what is under the pixel (x, y) stays there."""
        scene_x, scene_y = self.to_scene(x, y)
        self.scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        self.x, self.y = round(x - scene_x * self.scale), round(y - scene_y * self.scale)

    def centre(self, x: float, y: float, width: float, height: float) -> None:
        """Puts a point of the scene into the middle of a widget of that size."""
        self.x, self.y = round(width / 2 - x * self.scale), round(height / 2 - y * self.scale)

    def fit(self, bounds: Bounds, width: float, height: float, largest: float = 1.0, margin: float = _MARGIN) -> None:
        """Shows an area as large as it fits, at most at scale ``largest``.

        The margin gets narrower where cards have their titles then.
        """
        left, top, right, bottom = bounds

        def inside(margin: float) -> float:
            wide, high = max(width - 2 * margin, 50.0), max(height - 2 * margin, 50.0)
            return min(wide / max(right - left, 1.0), high / max(bottom - top, 1.0), largest)

        scale = inside(margin)
        if scale < TEXTS_FROM <= inside(min(margin, _NARROW)):
            scale = TEXTS_FROM
        self.scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        self.centre((left + right) / 2, (top + bottom) / 2, width, height)

    def start(self, bounds: Bounds, y: float, width: float, height: float, scales: tuple[float, float]) -> None:
        """Shows the left end of an area, as high as it fits.

        Args:
            y: what is in the middle where the area is too high for that.
            scales: the smallest and the largest that may be taken.
        """
        margin, (least, most) = 48.0, scales
        left, top, _, bottom = bounds
        self.scale = min(max((height - 2 * margin) / max(bottom - top, 1.0), least), most)
        half = (height / 2 - margin) / self.scale
        middle = (top + bottom) / 2 if bottom - top <= 2 * half else min(max(y, top + half), bottom - half)
        self.x, self.y = round(margin - left * self.scale), round(height / 2 - middle * self.scale)
