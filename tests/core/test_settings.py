"""Settings as an operator gives them: what makes no sense is said in a sentence before anything starts."""

from dataclasses import Field, fields
from pathlib import Path

import pytest

from backend.core.settings import BadSetting, Settings, read

URL = "postgresql://keeper:s3cr3t@127.0.0.1/verstat"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set."""
    for one in fields(Settings):
        for end in ("", "_FILE"):
            monkeypatch.delenv(f"VERSTAT_{one.name.upper()}{end}", raising=False)
    return monkeypatch


def sentence() -> str:
    """What stops the start."""
    with pytest.raises(BadSetting) as told:
        read()
    return str(told.value)


def test_it_works(env: pytest.MonkeyPatch) -> None:
    assert read() == Settings()
    env.setenv("VERSTAT_SYNC_ROWS", "250")
    env.setenv("VERSTAT_CONSOLE", "on")
    assert read(port=None) == Settings(sync_rows=250, console=True)


@pytest.mark.parametrize("one", [one for one in fields(Settings) if type(one.default) is int], ids=lambda one: one.name)
def test_no_number_may_be_nonsense(env: pytest.MonkeyPatch, one: Field[int]) -> None:
    name = f"VERSTAT_{one.name.upper()}"
    for text in ("-1", "99999999999", "1e9", "nan", "1.5", "", " ", "ten"):
        env.setenv(name, text)
        assert sentence().startswith(f"{name} is {text!r}; it should be a number of ")
    env.setenv(name, str(one.default))
    assert read() == Settings()


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("SYNC_ROWS", "0", "from 1 to 10000"),
        ("SYNC_BYTES", "100", "from 16384 to"),
        ("DATABASE_CONNECTIONS", "0", "from 1 to"),
        ("HOST", "", "an address"),
        ("DATA", "", "folder"),
        ("CONSOLE", "yes", "on or off"),
        ("HOSTS", "https://verstat.example", "without https://"),
        ("HOSTS", "verstat.example:8000", "without a port"),
        ("HOSTS", "*", "names such as"),
        ("METRICS", "9464", "with a port"),
        ("METRICS", "127.0.0.1", "with a port"),
        ("METRICS", "http://127.0.0.1:9464", "with a port"),
        ("METRICS", "127.0.0.1:99999", "with a port"),
        ("TIMEZONE", "Kyiv", "time zone"),
        ("LANGUAGE", "de", "uk"),
    ],
)
def test_what_makes_no_sense_is_told_with_what_would(
    env: pytest.MonkeyPatch, name: str, text: str, wanted: str
) -> None:
    env.setenv(f"VERSTAT_{name}", text)
    assert sentence().startswith(f"VERSTAT_{name} is {text!r}; it should be ")
    assert wanted in sentence()


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_every_setting_can_stand_in_a_file(env: pytest.MonkeyPatch, tmp_path: Path, end: str) -> None:
    for name, text in (("DATABASE", URL), ("SYNC_ROWS", "7"), ("DATA", "/somewhere"), ("CONSOLE", "on")):
        (tmp_path / name).write_bytes((text + end).encode())
        env.setenv(f"VERSTAT_{name}_FILE", str(tmp_path / name))
    assert read() == Settings(database=URL, sync_rows=7, data=Path("/somewhere"), console=True)


def test_a_file_and_a_value_are_one_too_many(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(URL)
    env.setenv("VERSTAT_DATABASE", URL)
    env.setenv("VERSTAT_DATABASE_FILE", str(tmp_path / "url"))
    assert sentence() == "VERSTAT_DATABASE and VERSTAT_DATABASE_FILE are both given; keep one of them."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"\xff\xfe", "cannot be read (it is no text)"),
        (b"", "should hold one line"),
        (b"\n", "should hold one line"),
        (b"first\nsecond\n", "should hold one line"),
    ],
)
def test_a_file_that_says_nothing_is_told(
    env: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "url"
    if content is not None:
        file.write_bytes(content)
    env.setenv("VERSTAT_DATABASE_FILE", str(file))
    assert sentence().startswith(f"VERSTAT_DATABASE_FILE is {str(file)!r}")
    assert said in sentence()
    env.setenv("VERSTAT_DATABASE_FILE", str(tmp_path))
    assert "cannot be read (Is a directory)" in sentence()


def test_what_a_file_holds_is_not_repeated(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wrong one").write_text("s3cr3t")
    for name in ("PORT", "CONSOLE", "LANGUAGE", "TIMEZONE"):
        env.setenv(f"VERSTAT_{name}_FILE", str(tmp_path / "wrong one"))
        assert sentence().startswith(f"VERSTAT_{name} is what its file holds; it should be ")
        env.delenv(f"VERSTAT_{name}_FILE")


def test_settings_that_are_printed_show_no_secret() -> None:
    assert "s3cr3t" not in repr(Settings(database=URL))
    assert "s3cr3t" not in str(Settings(database=URL))
