"""Pictures and scans: their letters by recognition; without that program a picture is one page without text."""

import io
from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading import pictures, recognition
from concord.evidence.reading.pieces import Page, Start, Unreadable
from concord.evidence.reading.warnings import Warn

_FORMATS = ("PNG", "JPEG", "TIFF")


def read(path: Path, warn: Warn, start: Start) -> Iterator[Page]:
    """Yield one page a picture, from the first on that is asked for. Raises Unreadable."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = pictures.MOST_POINTS
    if not recognition.installed():
        warn("The program that recognises letters (tesseract) is not installed, so the picture has no text.")
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            count = getattr(picture, "n_frames", 1)
            start.counted(count)
            for number in range(start.first, count + 1):
                picture.seek(number - 1)
                pictures.require_points(*picture.size)
                if not recognition.installed():
                    picture.load()
                    yield Page(number, ())
                    continue
                out = io.BytesIO()
                picture.convert("L").save(out, "PNG", compress_level=1)
                found = recognition.read(out.getvalue())
                yield Page(number, found.paragraphs, found.confidence)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError,
            ValueError, EOFError, MemoryError) as error:  # fmt: skip
        raise Unreadable("damaged", "The picture is damaged or cut off. Save it anew, or scan it again.") from error
