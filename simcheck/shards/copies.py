"""Copies of shards that are being changed, beside the shards of the version that is published.

What was cut off goes on: the changed copies stay in their folder until they are published.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from simcheck.corpus.folder import DATABASE, SEGMENTS, sync_file, sync_folder
from simcheck.corpus.store import Store
from simcheck.shards.manifest import Manifest

#: The folder of the changed copies; in it the number of the version that they are to follow, and what is there while
#: several of them are being changed by one step.
GROWING, BASE, TORN = "growing", "base", "torn"


class Copies:
    """The shards of a version, of which some are copies that are being changed (``changed``, by their places).

    ``last`` is the greatest number that any document of them ever had.
    """

    def __init__(self, folder: Path, base: Manifest) -> None:
        self._folder, self._base, self._work = folder, base, folder / GROWING
        self._go_on()
        self.changed = {at for at in range(len(base.shards)) if self.place(at).exists()}
        self.stores = [
            Store(self.place(at) if at in self.changed else folder / record.folder)
            for at, record in enumerate(base.shards)
        ]
        self.last = 0
        self._sizes = []
        for store in self.stores:
            with store.read() as reader:
                self.last = max(self.last, reader.last_number())
                self._sizes.append(reader.info().sentences)

    def _go_on(self) -> None:
        """Keep copies that a run before made of this version, unless they do not fit each other."""
        mark, version = self._work / BASE, str(self._base.version)
        if mark.exists() and mark.read_text(encoding="ascii") == version and not self.torn:
            return
        self.forget()
        self._work.mkdir()
        mark.write_text(version, encoding="ascii")
        sync_file(mark)

    def place(self, at: int) -> Path:
        """The folder of the copy of a shard, if there is one."""
        return self._work / f"{at + 1:03d}"

    def least(self) -> int:
        """The shard that holds least."""
        return min(range(len(self._sizes)), key=self._sizes.__getitem__)

    def writable(self, at: int) -> Store:
        """The copy of a shard, made when it is first changed."""
        if at not in self.changed:
            place = self.place(at)
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            _copy(self._folder / self._base.shards[at].folder, fresh)
            fresh.rename(place)
            sync_folder(self._work)
            self.stores[at] = Store(place)
            self.changed.add(at)
        return self.stores[at]

    @property
    def torn(self) -> bool:
        """Whether a step that changes several shards is under way, or was cut off: none of the copies can be used."""
        return (self._work / TORN).exists()

    def tear(self) -> None:
        """Note that several shards are being changed."""
        (self._work / TORN).touch()
        sync_folder(self._work)

    def whole(self) -> None:
        """Note that the step is done; the copies fit each other."""
        (self._work / TORN).unlink(missing_ok=True)
        for at in self.changed:
            with self.stores[at].read() as reader:
                self._sizes[at] = reader.info().sentences

    def forget(self) -> None:
        """Remove the copies."""
        shutil.rmtree(self._work, ignore_errors=True)


def _copy(shard: Path, place: Path) -> None:
    """A shard that may be changed: its database copied, its segments, which never change, linked where that is
    possible."""
    place.mkdir()
    shutil.copyfile(shard / DATABASE, place / DATABASE)
    sync_file(place / DATABASE)
    if (shard / SEGMENTS).is_dir():
        shutil.copytree(shard / SEGMENTS, place / SEGMENTS, copy_function=_linked)
        sync_folder(place / SEGMENTS)
    sync_folder(place)


def _linked(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # a file system that knows no links
        shutil.copyfile(source, target)
        sync_file(Path(target))
