"""What holds for each draft of a run: its settings, its corpus, what is accepted in it; every file is read once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simcheck.accept import Acceptance, Baseline, OldText, OwnWork, old_text
from simcheck.cli.corpus.classes import say_older
from simcheck.cli.paths import gather, meant, readable
from simcheck.cli.streams import Failures, say
from simcheck.config import Config, Given, Setting, load_config
from simcheck.errors import ConfigError, DraftError
from simcheck.readers import STDIN, read, shown
from simcheck.types import Document

if TYPE_CHECKING:
    from simcheck.cluster.client import Cluster
    from simcheck.library import Corpus
    from simcheck.sharded import ShardedCorpus


class Gate:
    """Settings are looked up for each draft, since drafts in different folders may have different ones.

    An own work that cannot be read goes to ``failures``: the run was then not checked as it was asked for. With
    ``new_baseline`` the file of the baseline need not be there yet. ``cluster`` is checked
    against in place of a corpus.
    """

    def __init__(
        self,
        given: Given,
        file: Path | None,
        failures: Failures,
        *,
        new_baseline: bool = False,
        cluster: str | None = None,
    ) -> None:
        self._given, self._file, self._failures = given, file, failures
        self._new_baseline = new_baseline
        self._configs: dict[Path, Config] = {}
        self._baselines: dict[Path, Baseline] = {}
        self._own: dict[tuple[Path, ...], list[tuple[Path, Document]]] = {}
        self._corpora: dict[tuple[Path | None, str | None], Corpus] = {}
        self._sharded: dict[tuple[Path, str | None], ShardedCorpus] = {}
        self._cluster = cluster
        self._connected: Cluster | None = None
        self._refused: set[tuple[str, str]] = set()
        self._opened = ExitStack()

    def config(self, draft: Path) -> Config:
        """The settings for a draft; for standard input those of the working folder."""
        folder = Path() if str(draft) == STDIN else draft.parent
        if folder not in self._configs:
            self._configs[folder] = found = load_config(folder, self._given, file=self._file)
            for setting in found.refused:
                self._tell_refused(setting, found)
        return self._configs[folder]

    def acceptance(self, draft: Path) -> Acceptance:
        """What does not count in a draft. Raises DraftError when its older text cannot be looked up."""
        config = self.config(draft)
        return Acceptance(
            baseline=self.baseline(config), own=self._own_work(config, draft), old=_old(config, draft),
            authors=config.author, marks=config.marks,
        )  # fmt: skip

    def baseline(self, config: Config) -> Baseline:
        """The baseline of these settings, empty without its file. Raises ConfigError when one that was named is
        missing."""
        path = config.baseline
        if path not in self._baselines:
            absent = not path.exists() and (self._new_baseline or config.origin("baseline") == "default")
            self._baselines[path] = Baseline(path=path) if absent else Baseline.read(path)
        return self._baselines[path]

    @contextmanager
    def corpus(self, draft: Path) -> Iterator[Corpus]:
        """The corpus that a draft is checked against, open as long as the gate is."""
        from simcheck.library import Corpus

        config = self.config(draft)
        with meant(config.corpus) as folder:
            key = config.corpus, config.model
            if key not in self._corpora:
                self._corpora[key] = self._opened.enter_context(Corpus.open(folder, config.model))
                say_older(self._corpora[key], folder)
            yield self._corpora[key]

    @contextmanager
    def against(self, draft: Path) -> Iterator[Corpus | ShardedCorpus | Cluster]:
        """What a draft is checked against: the cluster if one was named, else its corpus or its folder of shards."""
        from simcheck.shards.manifest import is_sharded

        if self._cluster is not None:
            yield self._at(self._cluster)
            return
        config = self.config(draft)
        with meant(config.corpus) as folder:
            if not is_sharded(folder):
                with self.corpus(draft) as opened:
                    yield opened
                return
            yield self._shards(folder, config.model)

    def _at(self, address: str) -> Cluster:
        from simcheck.cluster.client import Cluster
        from simcheck.cluster.local import address_of

        if self._connected is None:
            self._connected = self._opened.enter_context(Cluster(address_of(address)))
        return self._connected

    def _shards(self, folder: Path, model: str | None) -> ShardedCorpus:
        from simcheck.sharded import ShardedCorpus

        key = folder, model
        if key not in self._sharded:
            self._sharded[key] = self._opened.enter_context(ShardedCorpus(folder, model))
        return self._sharded[key]

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def _tell_refused(self, setting: Setting, config: Config) -> None:
        """Say, once a run, that a file nearer to the draft would loosen what holds."""
        if (setting.name, setting.origin) not in self._refused:
            self._refused.add((setting.name, setting.origin))
            say(
                f"simcheck: {setting.origin}: {setting.name} does not hold here, since a file below {config.file} may "
                "only make the gate stricter; set it there or as an option"
            )

    def _own_work(self, config: Config, draft: Path) -> OwnWork | None:
        """The own texts, the draft itself left out should it stand among them."""
        if config.own not in self._own:
            self._own[config.own] = list(self._read_own(config))
        texts = self._own[config.own]
        return OwnWork.of(document for path, document in texts if not _same(path, draft)) if texts else None

    def _read_own(self, config: Config) -> Iterator[tuple[Path, Document]]:
        for path in config.own:
            if not path.exists():
                raise ConfigError(f"{config.origin('own')}: own work {shown(path)} does not exist; check the path")
        yield from readable(gather(config.own, self._failures, whole_names=True), self._failures)


def _old(config: Config, draft: Path) -> OldText | None:
    if config.since is None:
        return None
    if str(draft) == STDIN:
        raise DraftError(f"{shown(draft)}: standard input has no earlier text; name a file, or leave out --since")
    return old_text(draft, config.since, read)


def _same(one: Path, other: Path) -> bool:
    return one == other or (other.exists() and one.samefile(other))
