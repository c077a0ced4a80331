"""Broken and hostile documents, each made when it is asked for: name -> maker(folder) -> path."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from pathlib import Path

Maker = Callable[[Path], Path]
MAKERS: dict[str, Maker] = {}
MEGABYTE = 1024 * 1024
GOOD = "steps:\n  data: {kind: data_source}\n  train: {kind: train}\nlinks: [data -> train]\n"


def text(name: str, content: str, encoding: str = "utf-8") -> None:
    """Registers a document by its text."""
    data(name, content.encode(encoding))


def data(name: str, content: bytes) -> None:
    """Registers a document by its bytes."""
    made(name, lambda folder: written(folder / f"{name}.mlops.yaml", [content]))


def big(name: str, parts: Callable[[], Iterable[bytes]]) -> None:
    """Registers a document that is put together only when it is needed."""
    made(name, lambda folder: written(folder / f"{name}.mlops.yaml", parts()))


def made(name: str, maker: Maker) -> None:
    if name in MAKERS:
        raise ValueError(f"{name} stands twice")
    MAKERS[name] = maker


def written(path: Path, parts: Iterable[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(parts)
    return path


def unreadable(folder: Path) -> Path:
    path = written(folder / "no-permission.mlops.yaml", [GOOD.encode()])
    path.chmod(0)
    return path


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def circle(folder: Path) -> Path:
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    return folder / "one"


def sparse(folder: Path) -> Path:
    path = folder / "sparse.mlops.yaml"
    with path.open("wb") as file:
        file.truncate(8 * 1024**3)
    return path


def bomb(levels: int, width: int, start: str = "x") -> str:
    lines = [f"a0: &a0 [{', '.join([start] * width)}]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]" for i in range(1, levels)]
    return "\n".join(lines) + "\n"


# ---- files that are none
made("missing", lambda folder: folder / "missing.mlops.yaml")
made("missing-folder", lambda folder: folder / "none" / "a.mlops.yaml")
made("folder", lambda folder: folder)
made("pipe", pipe)
made("circle-of-links", circle)
made("dangling-link", lambda folder: (folder / "link").symlink_to("gone") or folder / "link")
made("endless-device", lambda folder: Path("/dev/zero"))
made("null-device", lambda folder: Path("/dev/null"))
made("no-permission", unreadable)
made("name-too-long", lambda folder: folder / ("x" * 400))
made("eight-gigabytes", sparse)
big("fifty-megabytes", lambda: [b"steps:\n", *([b"  # " + b"x" * 1019 + b"\n"] * 50 * 1024)])

# ---- not text
data("empty", b"")
data("white-space", b" \n\t\r\n \n")
data("only-a-mark", b"\xef\xbb\xbf")
data("only-remarks", b"# nothing\n# here\n")
data("latin-1", GOOD.replace("data:", "dätä:").encode("latin-1"))
data("utf-16", GOOD.encode("utf-16"))
data("utf-32", GOOD.encode("utf-32"))
data("cut-utf-8", GOOD.encode() + b"# \xc3")
data("overlong-utf-8", b"steps: {a: {title: '\xc0\xaf'}}\n")
data("surrogate-bytes", b"steps: {a: {title: '\xed\xa0\x80'}}\n")
data("random-bytes", random.Random(1).randbytes(5000))
data("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(2).randbytes(900))
data("archive", b"PK\x03\x04\x14\0\0\0\x08\0" + random.Random(3).randbytes(900))
data("zeros", b"\0" * 4096)
for code in (0x00, 0x01, 0x07, 0x08, 0x0B, 0x1B, 0x7F):
    data(f"control-{code:02x}", GOOD.replace("data_source", f"da{chr(code)}ta").encode())
text("control-c1", GOOD.replace("data_source", "da\x9bta"))
text("no-character", GOOD.replace("data_source", "da\uffffta"))

# ---- not YAML
text("cut-in-a-list", GOOD[:-4])
text("cut-in-a-quote", "steps:\n  a: {title: 'never ends\n")
text("cut-in-a-mapping", "steps:\n  a: {kind: train,\n")
text("cut-before-the-steps", "format: 1\npipeline: {name: x}\n")
text("tabs", "steps:\n\ta:\n\t\tkind: train\n")
text("wrong-indent", "steps:\n  a:\n    kind: train\n   title: x\n")
text("two-colons", "steps:\n  a: kind: train\n")
text("two-documents", GOOD + "---\n" + GOOD)
text("unknown-alias", "steps:\n  a: *nobody\n")
text("alias-of-itself", "steps: &a {a: *a}\n")
text("python-tag", "steps:\n  a: {command: !!python/object/apply:os.system ['touch owned']}\n")
text("own-tag", "steps: !pipeline {a: {kind: train}}\n")
text("binary-tag", "steps:\n  a: {title: !!binary aGVsbG8=}\n")
text("list-as-key", "? [steps]\n: {a: {}}\n")
text("newer-yaml", "%YAML 9.9\n---\n" + GOOD)
text("conflict-marks", GOOD + "<<<<<<< ours\nnotes:\n=======\nframes:\n>>>>>>> theirs\n")
text("json-with-remarks", '{"steps": {"a": {"kind": "train"}} // remark\n}')
text("web-page", "<!DOCTYPE html>\n<html><body>404: not found</body></html>\n")
text("python-code", "import os\n\nprint('steps:')\n")
text("long-key", "steps:\n  " + "x" * 5000 + ": {}\n")
text("long-number", "steps:\n  a: {timeout_minutes: " + "9" * 100_000 + "}\n")

# ---- too much of something
text("deep-lists", "steps: " + "[" * 200_000)
text("deep-mappings", "steps: " + "{a: " * 200_000)
text("deep-blocks", "".join(f"{' ' * i}a:\n" for i in range(2000)))
text("deep-dashes", "- " * 200_000)
text("alias-bomb", bomb(12, 10) + GOOD)
text("wide-alias-bomb", bomb(4, 1200) + GOOD)
text("alias-bomb-of-steps", bomb(9, 9, "{kind: train}") + "steps: *a8\n")
big("millions-of-values", lambda: [b"steps: [", b"1," * 15 * MEGABYTE, b"]"])
big("millions-of-lines", lambda: [b"steps:\n", b"- x\n" * 7 * MEGABYTE])
big("millions-of-steps", lambda: [b"steps:\n", *(b"  s%d:\n" % i for i in range(1_500_000))])
big("just-too-many-values", lambda: [b"steps:\n", b"  - - - - x\n" * 440_000])
big("just-too-many-steps", lambda: [b"steps:\n", *(b"  s%d:\n" % i for i in range(440_000))])
big("just-too-many-links", lambda: [GOOD.partition("links")[0].encode(), b"links:\n", b"- data -> train\n" * 440_000])
big("thirty-megabytes-of-word", lambda: [b"steps: ", b"x" * 30 * MEGABYTE])
big("thirty-megabytes-of-remarks", lambda: [b"# x\n" * 7 * MEGABYTE])
big("thirty-megabytes-of-brackets", lambda: [b"[" * 30 * MEGABYTE])
big("thirty-megabytes-of-blanks", lambda: [b"steps:", b" " * 30 * MEGABYTE, b"x"])
big("thirty-megabytes-of-quotes", lambda: [b"steps: '", b"''" * 15 * MEGABYTE])
big("thirty-megabytes-and-a-bell", lambda: [b"steps: {}\n", b"# xyz\n" * 5 * MEGABYTE, b"\x07"])
big("thirty-megabytes-of-anchors", lambda: [b"steps: [", b"&a x," * 6 * MEGABYTE])
big("thirty-megabytes-of-question-marks", lambda: [b"? " * 15 * MEGABYTE])

# ---- YAML, but no pipeline
text("a-word", "pipeline\n")
text("a-number", "42\n")
text("a-list", "- steps\n- links\n")
text("a-workflow", "on: push\njobs: {build: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n")
text("steps-as-a-list", "steps: [data, train]\n")
text("steps-as-a-word", "steps: train\n")
text("a-step-as-a-word", "steps: {train: train}\n")
text("a-step-as-a-list", "steps: {train: [train]}\n")
text("kind-as-a-number", "steps: {a: {kind: 7}}\n")
text("title-as-a-mapping", "steps: {a: {title: {text: x}}}\n")
text("step-twice", "steps:\n  a: {kind: train}\n  a: {kind: deploy}\n")
text("section-twice", GOOD + "steps: {}\n")
text("fact-twice", "steps: {a: {kind: train, kind: deploy}}\n")
text("link-twice", GOOD.replace("[data -> train]", "[data -> train, data -> train]"))
text("link-to-nobody", GOOD.replace("data -> train", "data -> nobody"))
text("link-to-itself", GOOD.replace("data -> train", "train ~> train"))
text("link-without-arrow", GOOD.replace("data -> train", "data train"))
text("link-as-a-mapping", GOOD.replace("data -> train", "{from: data, to: train}"))
text("link-with-odd-word", GOOD.replace("[data -> train]", "['data -> train [sometimes]']"))
text("links-as-a-mapping", GOOD.replace("[data -> train]", "{data: train}"))
text("id-with-blanks", "steps: {two words: {}}\n")
text("id-with-a-path", "steps: {../../etc/passwd: {}}\n")
text("id-with-new-lines", 'steps: {"a\\nb": {}}\n')
text("id-with-colours", 'steps: {"\\e[31mred": {}}\n')
text("id-from-right-to-left", "steps: {'\u202eevil': {}}\n")
text("empty-id", "steps: {'': {}}\n")
text("merge-key", "steps:\n  a: &a {kind: train}\n  b: {<<: *a}\n")
text("fact-of-wrong-type", "steps: {a: {kind: train, tracked: definitely}}\n")
text("fact-out-of-range", "steps: {a: {kind: deploy, platform: the moon}}\n")
text("number-as-a-word", "steps: {a: {kind: deploy, replicas: three}}\n")
text("list-as-a-word", "steps: {a: {kind: monitor, watches: service}}\n")
text("scope-of-wrong-type", "pipeline: {scope: [online]}\n" + GOOD)
text("pipeline-as-a-list", "pipeline: [name]\n" + GOOD)
text("format-of-wrong-type", "format: latest\n" + GOOD)
text("format-zero", "format: 0\n" + GOOD)
text("format-of-the-future", "format: 99\nsteps: {a: {}}\nlinks: {a: {b: flow}}\n")
text("note-of-wrong-type", GOOD + "notes: {n: [hello]}\n")
text("note-nowhere", GOOD + "notes: {n: {at: [.inf, .nan]}}\n")
text("frame-around-nobody", GOOD + "frames: {f: {steps: [nobody]}}\n")
text("layout-of-wrong-type", GOOD + "layout: {data: left}\n")
text("layout-beyond-everything", GOOD + "layout: {data: [1e308, 0]}\n")
