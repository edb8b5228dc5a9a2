"""Is it good enough to publish? Pure: what is written goes in, remarks come out, each with what to do about it.

    remarks = quality.of_text(page.body, language="nl")

Said to the author while writing and, every night, to the R's of the aspect (nightly.py). Nothing here stops anybody:
the matrix decides who publishes, these only see to it that they know what they publish.
"""

from polder.capabilities.publishing.quality.reading import Reading, reading_of
from polder.capabilities.publishing.quality.remarks import Remark, Weight
from polder.capabilities.publishing.quality.text import of_text

__all__ = ["Reading", "Remark", "Weight", "of_text", "reading_of"]
