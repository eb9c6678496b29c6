"""Draws one picture in a process of its own, for `pictures.draw`: `python -I drawing.py MEMORY SECONDS <source >drawn`.

Nothing of ours is imported or inherited here, neither Django nor a connection nor a secret: pictures come from anybody,
and what can be done to a decoder is done to this process alone. Past its limits (bytes, seconds) it ends with an error.
"""

import io
import resource
import signal
import sys

FORMATS = ["JPEG", "PNG", "GIF", "WEBP"]
LARGEST = (1200, 1200)  # pixels
LARGEST_FILE = 16 * 1024**2  # bytes; more than LARGEST can ever take
ROWS = 64  # of what is drawn, made at once


def draw(source):
    """Return a picture of at most `LARGEST`, upright and without any metadata."""
    from PIL import ImageOps

    drawn, orientation = _decode(source)
    drawn.thumbnail(LARGEST)
    if orientation:
        drawn.getexif()[0x0112] = orientation
        drawn = ImageOps.exif_transpose(drawn)
    return drawn


def _decode(source):
    """Return the picture at no more than about twice `LARGEST`, and how it is turned.

    Made smaller in strips: converting it whole would take as much memory again as the picture itself.
    """
    from PIL import Image

    with Image.open(source, formats=FORMATS) as picture:
        picture.draft("RGB", LARGEST)  # a JPEG is decoded at a fraction of its size
        picture.load()
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        factor = max(1, int(max(picture.size) / LARGEST[0] / 1.5))
        drawn = Image.new(mode, (-(-picture.width // factor), -(-picture.height // factor)))
        for top in range(0, drawn.height, ROWS):
            box = (0, top * factor, picture.width, min((top + ROWS) * factor, picture.height))
            drawn.paste(picture.crop(box).convert(mode).reduce(factor), (0, top))
        return drawn, picture.getexif().get(0x0112)


def _limit(memory, seconds):
    # A service that stops may tell us, too: a picture that was cut short would count as damaged.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for limit, most in (
        (resource.RLIMIT_AS, memory),  # RLIMIT_DATA lets it grow past that: 270 MB resident at 256
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main():
    _limit(*(int(argument) for argument in sys.argv[1:]))
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # memory is the limit: a JPEG of any size fits once it is decoded at a fraction
    target = io.BytesIO()
    draw(sys.stdin.buffer).save(target, "WEBP", quality=80)
    sys.stdout.buffer.write(target.getvalue())


if __name__ == "__main__":
    main()
