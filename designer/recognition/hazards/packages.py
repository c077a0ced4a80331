"""Finds what may be something else tomorrow: packages without a version, images and actions that others can move."""

from __future__ import annotations

from collections.abc import Iterator

from designer.recognition.hazards.book import HazardBook
from designer.recognition.hazards.hazard import Match, Source
from designer.recognition.hazards.lines import Line

LOOSE_INSTALL = "loose_install"
FLOATING_IMAGE = "floating_image"
FLOATING_ACTION = "floating_action"
PUBLISHED = "published_openly"
COPIED_RELEASE = "copied_release"


class Packages:
    """Looks at installs, images and actions. Pure."""

    def __init__(self, book: HazardBook) -> None:
        self._book = book
        self._pattern = book.patterns
        self._words = book.words
        sections = ("installs.pip", "installs.conda", "images.run")
        self._heads = frozenset(phrase[0] for section in sections for phrase in book.phrases[section])

    def find(self, line: Line) -> Iterator[Match]:
        """What one command brings in."""
        if line.program not in self._heads:
            return
        words = (line.program, *(word.lower() for word in line.words[1:3]))
        for tool in ("pip", "conda"):
            phrase = self._phrase(f"installs.{tool}", words)
            if phrase:
                yield from self._installs(line, line.words[phrase:], exact="==" if tool == "pip" else "=")
                return
        phrase = self._phrase("images.run", words)
        if phrase:
            yield from self._image_of(line, line.words[phrase:])

    def _phrase(self, section: str, words: tuple[str, ...]) -> int:
        """How many words the command has by which a line is known; 0 when it is not such a line."""
        return next((len(p) for p in self._book.phrases[section] if words[: len(p)] == p), 0)

    # ------------------------------------------------------------------ packages
    def _installs(self, line: Line, words: tuple[str, ...], exact: str) -> Iterator[Match]:
        names = self._positional(words, "installs")
        is_constrained = exact == "==" and "-c" in words  # for conda that is a channel
        if is_constrained or any(word.partition("=")[0] in self._words["installs.unknown"] for word in words):
            return
        for name in names:
            problem = self._problem(name, exact)
            if problem:
                says = f"{_bare(name)} {problem}"
                yield Match(LOOSE_INSTALL, "install-without-version", *line.place(name), says, what=_bare(name))

    def _problem(self, name: str, exact: str) -> str:
        if self._pattern["installs.from_git"].found_in(name):
            moves = not self._pattern["installs.commit"].found_in(name) and "$" not in name
            return "comes from a branch or tag that can move" if moves else ""
        if self._pattern["installs.link"].found_in(name) or self._pattern["installs.own"].found_in(name):
            return ""
        if _bare(name).lower() in self._words["installs.tools"] or not _bare(name):
            return ""
        is_exact = self._pattern["installs.exact"].found_in(name) or (exact == "=" and _one_version(name))
        return "" if is_exact else "is installed without its version"

    def _positional(self, words: tuple[str, ...], section: str) -> list[str]:
        found, skip, editable = [], False, False
        for word in words:
            if skip:
                skip = False
            elif editable and not word.startswith("git+"):  # a folder, whatever it is called
                editable = False
            elif word in (">", ">>", "2>", "&>", "2>&1") or word.startswith((">", "2>", "&>")):
                break
            elif word.startswith("-"):
                skip = word in self._words[f"{section}.valued"]
                editable = section == "installs" and word in ("-e", "--editable")
            else:
                found.append(word)
        return found

    # ------------------------------------------------------------------ images and actions
    def _image_of(self, line: Line, words: tuple[str, ...]) -> Iterator[Match]:
        image = next(iter(self._positional(words, "images")), "")
        if self._floats(image):
            yield self._image(*line.place(image), image)

    def texts(self, source: Source) -> Iterator[Match]:
        """Images in the lines of a Dockerfile that a script writes."""
        stages: set[str] = set()
        for text, start in _with_places(source.text):
            match = self._pattern["images.from"].search(text)
            if match is None:
                continue
            if match["what"].lower() not in stages and self._floats(match["what"]):
                yield self._image(start + match.start("what"), start + match.end("what"), match["what"])
            words = text.lower().split()
            stages.update(words[-1:] if "as" in words else [])

    def input(self, source: Source) -> Iterator[Match]:
        """An image that an action is given."""
        if self._pattern["images.inputs"].found_in(source.key) and self._floats(source.text.strip()):
            yield self._image(0, len(source.text), source.text.strip())

    def action(self, source: Source) -> Iterator[Match]:
        """An action of others that is named by something that they can move, or that copies files."""
        uses, end = source.text.strip(), len(source.text)
        if self._pattern["actions.copying"].found_in(uses):
            yield Match(COPIED_RELEASE, "copying-action", 0, end, "an action copies files to a server")
        if self._pattern["actions.publishing"].found_in(uses):
            yield Match(PUBLISHED, "publishing-action", 0, end, "these pages are public")
        if not uses or uses.startswith((".", "$")) or "/" not in uses or self._pattern["actions.own"].found_in(uses):
            return
        if uses.startswith("docker://"):
            if self._floats(uses.removeprefix("docker://")):
                yield self._image(0, end, uses)
        elif "${" not in uses and not self._pattern["actions.commit"].found_in(uses):
            says = f"{uses} is named by a tag or branch, which its owner can move"
            yield Match(FLOATING_ACTION, "action-by-tag", 0, end, says, what=uses)

    def _floats(self, image: str) -> bool:
        image = image.removeprefix("docker://")
        name = image.partition("@")[0]
        path, _, tag = name.rpartition("/")
        bare = f"{path}/{tag.partition(':')[0]}" if path else tag.partition(":")[0]
        is_known = "$" not in image and self._pattern["images.public"].found_in(bare)
        return is_known and not self._pattern["images.version"].found_in(image)

    def _image(self, start: int, end: int, image: str) -> Match:
        moves = "the tag `latest`, which moves" if ":latest" in image else "no tag, so it is whatever is newest"
        return Match(FLOATING_IMAGE, "image-without-version", start, end, f"the image {image} has {moves}", what=image)


def _one_version(name: str) -> bool:
    """Whether conda is asked for one version: ``numpy=1.2``, but not ``numpy>=1.2``."""
    return "=" in name.replace(">=", "").replace("<=", "").replace("!=", "")


def _bare(name: str) -> str:
    """The name of a package without extras, bounds and markers."""
    for sign in ("[", ";", "=", "<", ">", "~", "!", "@", " "):
        name = name.partition(sign)[0] if not name.startswith("git+") else name
    return name.strip("\"'")


def _with_places(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield line.rstrip("\r\n"), start
        start += len(line)
