"""Pictures are drawn once for all tests of this folder: drawing is what takes the time."""

import pytest

from unit.assessment.sample import sample_document
from wardmote.assessment.document import Document
from wardmote.assessment.formats.picture_cache import PictureCache


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> PictureCache:
    return PictureCache(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="session")
def document() -> Document:
    return sample_document()
