"""Random matrices in every layout, format, scheme and language are read as they were meant."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polder.governance.importing.reader import read
from tests.governance.importing.comparing import differences
from tests.governance.importing.generated import case


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9))
def test_a_matrix_is_read_as_it_was_meant(seed):
    written = case(Random(seed))
    assert differences(written.expected, read(written.data, written.name).as_json()) == []


# Matrices that once were misread; each with what was wrong.
@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(101, id="a blank in the upper of two header rows of a csv"),
        pytest.param(83, id="a row of marks taken for a header"),
        pytest.param(25, id="a party IT taken for letters because T stood alone"),
        pytest.param(240, id="a remark that begins with the letter before it taken for a legend"),
        pytest.param(175, id="two header rows with no letter under the first party"),
        pytest.param(946, id="the first line of a list taken for its header"),
        pytest.param(2317, id="a row with a lone C and I taken for letter columns"),
    ],
)
def test_what_was_once_misread_is_read_well(seed):
    written = case(Random(seed))
    assert differences(written.expected, read(written.data, written.name).as_json()) == []
