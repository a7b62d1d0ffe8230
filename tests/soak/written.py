"""The log read beside the service: is what was acknowledged there once, under the number that was told?"""

import contextlib
import sqlite3


class Written:
    """What the log holds of one source, read on from where the last look ended."""

    def __init__(self, data, source):
        self.data = data
        self.source = source
        self.seqs = {}  # by key
        self.upto = 0
        self.twice = []

    def _rows(self, after):
        # closing: a reader that stays would keep the write-ahead file large.
        with contextlib.closing(sqlite3.connect(
                f"file:{self.data}/decisions.sqlite?mode=ro", uri=True)) as log:
            yield from log.execute(
                "SELECT seq, source, key FROM record WHERE seq > ? ORDER BY seq", (after,))

    def read_on(self):
        for seq, source, key in self._rows(self.upto):
            self.upto = seq
            if source != self.source or not key:
                continue
            if key in self.seqs:
                self.twice.append(key)
            self.seqs[key] = seq

    def faults_of(self, acknowledged, refused):
        """What is not as was told. Of the refused nothing may be there."""
        for sent in acknowledged:
            told, found = sent.answer.json["seq"], self.seqs.get(sent.key)
            if found != told:
                yield f"{sent.key} was acknowledged as record {told}, and the log has {found}"
        for sent in refused:
            if sent.key in self.seqs:
                yield f"{sent.key} was refused, and is record {self.seqs[sent.key]}"

    def changed(self):
        """The whole log once more: keys that are not where they were when they were first seen."""
        now = {key: seq for seq, source, key in self._rows(0) if source == self.source and key}
        return [key for key in self.seqs.keys() | now.keys() if self.seqs.get(key) != now.get(key)]
