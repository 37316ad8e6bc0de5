"""Documents of Word 97 and PowerPoint 97, which the tests have LibreOffice make of new ones."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.speech.extract.made import PRESENTATION, W, relations, slide, zipped

needs_libreoffice: Final = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
SECONDS: Final = 120
MAIN: Final = "application/vnd.openxmlformats-officedocument"
RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOTS: Final = {"header": "hdr"}
NO_NOTE: Final = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'


def saved_as(kind: str, sources: Sequence[Path], folder: Path) -> None:
    """Saves every document as ``kind`` in ``folder``, under its own name."""
    profile = folder / f"profile of {kind}"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, folder, *sources], check=True, capture_output=True, timeout=SECONDS)
    shutil.rmtree(profile)


def run(text: str, font: str = "", more: str = "") -> str:
    """A piece of a paragraph in a font, with more properties."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f'<w:r><w:rPr>{fonts}{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def word(path: Path, body: str, **parts: str) -> Path:
    """A DOCX that LibreOffice opens too: it wants every part declared. ``image``: where a linked picture is."""
    image = parts.pop("image", "")
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in parts))
    )
    linked = f'<Relationship Id="image" Type="{RELATED}/image" Target="{image}" TargetMode="External"/>'
    related = relations(*((name, f"{name}.xml") for name in parts))
    space = f'xmlns:w="{W}" xmlns:r="{RELATED}"'
    roots = {"document": f"<w:body>{body}</w:body>", **parts}
    return _package(
        path,
        types,
        "word/document.xml",
        {
            "word/_rels/document.xml.rels": related.replace("</R", f"{linked if image else ''}</R"),
            **{
                f"word/{name}.xml": f"<w:{ROOTS.get(name, name)} {space}>{inside}</w:{ROOTS.get(name, name)}>"
                for name, inside in roots.items()
            },
        },
    )


def slides(path: Path, *shapes: str) -> Path:
    """A presentation that LibreOffice opens too, a slide for each (the inside of ``p:spTree``)."""
    names = [f"slide{number}" for number in range(1, len(shapes) + 1)]
    types = f'<Override PartName="/ppt/presentation.xml" ContentType="{MAIN}.presentationml.presentation.main+xml"/>'
    types += "".join(
        f'<Override PartName="/ppt/slides/{name}.xml" ContentType="{MAIN}.presentationml.slide+xml"/>' for name in names
    )
    ids = "".join(f'<p:sldId id="{number + 256}" r:id="r{number}"/>' for number in range(1, len(names) + 1))
    ids = f"<p:sldIdLst>{ids}</p:sldIdLst>"
    size = '<p:sldSz cx="9144000" cy="6858000"/>'
    return _package(
        path,
        types,
        "ppt/presentation.xml",
        {
            "ppt/presentation.xml": f"<p:presentation {PRESENTATION}>{ids}{size}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(*(("slide", f"slides/{name}.xml") for name in names)),
            **{f"ppt/slides/{name}.xml": slide(inside) for name, inside in zip(names, shapes, strict=True)},
        },
    )


def box(*paragraphs: str, font: str = "", place: str = "") -> str:
    """A shape of a slide with a place on it: what has none is not kept by PowerPoint 97."""
    kind = f'<p:ph type="{place}"/>' if place else ""
    latin = f'<a:rPr lang="vi-VN"><a:latin typeface="{font}"/></a:rPr>' if font else "<a:rPr/>"
    text = "".join(f"<a:p><a:r>{latin}<a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="s"/><p:cNvSpPr txBox="1"/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="500000" y="500000"/><a:ext cx="6000000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp>'
    )


def _package(path: Path, types: str, main: str, members: Mapping[str, str]) -> Path:
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    first = {
        "[Content_Types].xml": f'<Types xmlns="{space}">{rels}{types}</Types>',
        "_rels/.rels": relations(("officeDocument", main)),
    }
    return zipped(path, {**first, **members})
