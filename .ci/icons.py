"""Draws the icons of the desk as an app, after the one in templates/base.html: `python .ci/icons.py`."""

from pathlib import Path

from PIL import Image, ImageDraw

PETROL, SAFFRON, WHITE = "#0B5A66", "#FFC24B", "#FFFFFF"
FINER = 4  # times, for smooth edges
GRID = 32  # units, those of the icon in the page


def draw(size, ground=None, part=1.0):
    """Return the ticket stub, filling `part` of a square of `size` pixels."""
    canvas = size * FINER
    unit = canvas * part / GRID
    shift = canvas * (1 - part) / 2

    def at(*numbers):
        return [number * unit + shift for number in numbers]

    image = Image.new("RGBA", (canvas, canvas), ground or (0, 0, 0, 0))
    stub = Image.new("L", image.size)
    shape = ImageDraw.Draw(stub)
    shape.rounded_rectangle(at(2, 6, 30, 26), radius=2 * unit, fill=255)
    for x in (2, 30):
        shape.ellipse(at(x - 3.5, 12.5, x + 3.5, 19.5), fill=0)
    image.paste(PETROL if not ground else WHITE, mask=stub)
    pen = ImageDraw.Draw(image)
    top = 8.5
    while top < 23.5:
        pen.rectangle(at(20, top, 22, min(top + 3, 23.5)), fill=SAFFRON)
        top += 5.5
    for y, right in ((13, 16), (19, 13)):
        pen.rounded_rectangle(
            at(6.75, y - 1.25, right + 1.25, y + 1.25), 1.25 * unit, fill=WHITE if not ground else PETROL
        )
    return image.resize((size, size), Image.LANCZOS)


if __name__ == "__main__":
    folder = Path(__file__).parent.parent / "static" / "icons"
    for size in (192, 512):
        draw(size).save(folder / f"desk-{size}.png", optimize=True)
    draw(512, ground=PETROL, part=0.72).save(folder / "desk-maskable-512.png", optimize=True)
