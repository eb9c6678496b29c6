"""Our own picture of a picture: only what we drew ourselves is shown inside a page."""

import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
MOST_PIXELS = 50_000_000
LARGEST = (1200, 1200)  # pixels
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def draw(file) -> ContentFile:
    """Return a WebP picture of at most `LARGEST`, upright and without any metadata; raises `ValueError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(PICTURES.values())) as picture:
                picture.draft("RGB", LARGEST)  # a large JPEG is decoded at a fraction of its size
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail(LARGEST)
                drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Exception as error:  # Pillow raises whatever a damaged file leads to
        raise ValueError("not a picture we can draw") from error
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    target = io.BytesIO()
    clean.save(target, "WEBP", quality=80)
    return ContentFile(target.getvalue(), name="picture.webp")
