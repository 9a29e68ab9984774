"""The server's options: the same in the repository and in an installed wheel."""

import tomllib
from pathlib import Path

import pytest
from streamlit import config

from app import launch

FILE = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_the_file_and_the_program_say_the_same() -> None:
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert {
        f"{section}.{name}": value for section, values in sections.items() for name, value in values.items()
    } == dict(launch.OPTIONS)


@pytest.mark.parametrize("name", sorted(launch.OPTIONS))
def test_every_option_is_known_to_the_server(name: str) -> None:
    assert name in config.get_config_options()


def test_serving_passes_every_option_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr("streamlit.web.bootstrap.load_config_options", lambda flag_options: seen.update(flag_options))
    monkeypatch.setattr(
        "streamlit.web.bootstrap.run", lambda script, hello, args, flags: seen.update({"script": script})
    )
    launch.serve(8511)
    assert seen["server_port"] == 8511
    assert seen["server_address"] == "127.0.0.1"
    assert Path(str(seen["script"])).name == "main.py"
    assert {name.replace(".", "_") for name in launch.OPTIONS} <= set(seen)
