"""What can be wrong with the question itself: the file cannot be read, or a sheet, scheme or answer is unknown."""


class UnreadableFile(Exception):
    """The file cannot be read at all. `sentence` is one line for people, in the language of the caller."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class UnknownChoice(Exception):
    """A sheet, scheme or answer was named that does not exist here. `sentence` says which ones do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)
