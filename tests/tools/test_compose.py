"""The compose file and its image say the same as what `make run` runs, and hold no default password."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.environment import VARS
from deploy.local.places import parse_env
from deploy.local.system import TO_RUN

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(:[?-])?([^}]*)\}")
SECRET = re.compile(r"PASSWORD|SECRET|_KEY|AUTH")
ONE_SHOT = {"migrate"}
OF_THE_IMAGE = {"HOME", "FLOWER_BASIC_AUTH"}  # read by the container's programs, not by the settings


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return dict(compose["services"])


def uses() -> list[tuple[str, str, str]]:
    """Every variable of the file: name, `:?` or `:-` or nothing, and the text after it."""
    lines = [line for line in COMPOSE.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    return VARIABLE.findall("\n".join(lines))


def test_it_fits_the_schema() -> None:
    tool = str(ROOT / ".venv" / "bin" / "check-jsonschema")
    line = [tool, "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_variable_is_required_with_a_hint_or_has_a_default() -> None:
    assert [name for name, operator, _ in uses() if not operator] == []
    assert [name for name, operator, hint in uses() if operator == ":?" and not hint] == []


def test_no_password_has_a_default() -> None:
    assert [name for name, operator, text in uses() if SECRET.search(name) and operator == ":-" and text] == []


def test_the_example_lists_what_is_required_and_fills_in_nothing() -> None:
    example = parse_env((ROOT / "deploy" / "example.env").read_text(encoding="utf-8"))
    assert set(example) == {name for name, operator, _ in uses() if operator == ":?"}
    assert set(example.values()) == {""}


def test_the_services_of_the_plan_are_there(services: dict[str, dict[str, Any]]) -> None:
    plan = {"web", "worker", "beat", "postgres", "redis", "minio", "nginx", "flower"}
    assert plan | ONE_SHOT == set(services)
    assert services["postgres"]["image"].startswith("postgres:16")
    assert services["redis"]["image"].startswith("redis:7")


def dependencies(services: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            yield name, other, how["condition"]


def test_dependencies_can_be_met(services: dict[str, dict[str, Any]]) -> None:
    for name, other, condition in dependencies(services):
        assert other in services, name
        if condition == "service_healthy":
            assert "healthcheck" in services[other], f"{name} waits for {other}'s health"
        else:
            assert condition == "service_completed_successfully"
            assert services[other]["restart"] == "no"


def test_what_stays_up_is_watched(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == ONE_SHOT


def test_settings_are_settings_of_the_site(services: dict[str, dict[str, Any]]) -> None:
    known = {var.name for var in VARS} | OF_THE_IMAGE
    for name in ("migrate", "web", "worker", "beat", "flower"):
        assert set(services[name]["environment"]) <= known, name


def test_volumes_are_declared(compose: dict[str, Any], services: dict[str, dict[str, Any]]) -> None:
    mounted = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert {name for name in mounted if not name.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / name).exists() for name in mounted if name.startswith("."))


def test_only_the_proxy_listens_outside(services: dict[str, dict[str, Any]]) -> None:
    outside = {
        name
        for name, service in services.items()
        if any(not port.startswith("127.0.0.1:") for port in service.get("ports", []))
    }
    assert outside == {"nginx"}


def test_commands_exist_in_the_entrypoint(services: dict[str, dict[str, Any]]) -> None:
    entrypoint = (ROOT / "deploy" / "entrypoint").read_text(encoding="utf-8")
    for name in ("migrate", "web", "worker", "beat", "flower"):
        (command,) = services[name]["command"]
        assert re.search(rf"^  {command}\)", entrypoint, re.MULTILINE), command


@pytest.mark.parametrize("option", ["-Q", "--prefetch-multiplier", "-P", "--timeout-graceful-shutdown", "--lifespan"])
def test_the_image_runs_what_make_run_runs(option: str) -> None:
    values = [
        re.findall(rf'{option}\s+([^\s"]+)', path.read_text(encoding="utf-8"))
        for path in (ROOT / "deploy" / "entrypoint", ROOT / "deploy" / "local" / "Procfile")
    ]
    assert len(values[0]) == 1
    assert values[0] == values[1]


def test_the_dockerfile_is_clean() -> None:
    tool = shutil.which("hadolint", path=str(ROOT / ".venv" / "bin"))
    assert tool
    done = subprocess.run([tool, str(ROOT / "deploy" / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_brings_the_system_packages_of_make_run() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    wanted = {package for need in TO_RUN for package in need.packages} - {"python3-venv"}
    assert {package for package in wanted if package not in dockerfile} == set()
