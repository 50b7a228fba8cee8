"""Formulas: read together, they are what each is by itself."""

from __future__ import annotations

import numpy as np

from simcheck.resources import data_text
from simcheck.text.formulas import RUN, formulas, in_formula
from simcheck.text.normalize import normalize
from simcheck.text.tokens import tokenize


def test_each_is_normalised_as_if_it_were_alone() -> None:
    lines = [line for line in data_text("formulas.txt").splitlines() if line and not line.startswith("#")]
    assert list(formulas()) == [normalize(line).text for line in lines]


def test_a_formula_is_found_and_no_run_over_the_ends_of_two() -> None:
    units = [tokenize(normalize(line)).units for line in formulas()]
    assert all(in_formula(one).all() for one in units if len(one) >= RUN)
    half = RUN // 2
    over = np.concatenate([units[0][-half:], units[1][: RUN - half]])
    assert not in_formula(over).any()
