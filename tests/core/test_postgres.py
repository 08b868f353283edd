import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from concord.core import launch, postgres, postgres_cluster, postgres_home, postgres_root
from concord.core.postgres import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    Embedded,
    EmbeddedUnavailable,
    Server,
    binaries,
    ensure_running,
    start,
    tool,
)

SOURCE = Path(postgres.__file__).parents[2]
ROOT = os.geteuid() == 0
# Where the tests run as root they also act as an ordinary user, who may read everything, wherever Python was installed.
SOMEBODY = 65534 if ROOT else os.geteuid()
READ_ALL = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
AS_SOMEBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *READ_ALL] if ROOT else []
AS_ROOT = [] if ROOT else ["unshare", "--user", "--map-root-user"]

REPORT = """
import os, sys
from pathlib import Path
import psycopg
from concord.core.postgres import APP_ROLE, DATABASE, ensure_running
with ensure_running(Path(sys.argv[1])) as embedded:
    with psycopg.connect(embedded.url(APP_ROLE, DATABASE)) as connection:
        role = connection.execute("SELECT current_user").fetchone()[0]
    server = embedded.recorded().pid
    inside = Path(f"/proc/{server}/uid_map").read_text().split()
    print(os.geteuid(), role, Path(f"/proc/{server}").stat().st_uid, *inside)
"""


def until(true: Callable[[], object]) -> None:
    """Wait for something that must come; a test that waits in vain fails here."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def python(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """Run a script of ours in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)} | options.pop("env", {})
    line = [*options.pop("before", []), sys.executable, "-c", script, *map(str, arguments)]
    line = launch.command(line, on_death=signal.SIGTERM)  # a test that fails leaves nothing behind
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True, cwd="/", **options)


def said(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.strip()


def ask(embedded: Embedded, question: str, role: str = OWNER_ROLE) -> object:
    with psycopg.connect(embedded.url(role, DATABASE), autocommit=True) as connection:
        return connection.execute(question).fetchone()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cluster these tests share; each starts its own server there."""
    home = tmp_path_factory.mktemp("home") / "concord"
    with start(home) as server, psycopg.connect(server.embedded.url(OWNER_ROLE, DATABASE)) as connection:
        connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    return home


@pytest.fixture
def open_home() -> Iterator[Path]:
    """An empty home that an ordinary user owns, below folders that everybody may enter."""
    above = Path(tempfile.mkdtemp(prefix="concord-test-"))
    above.chmod(0o755)
    home = above / "home"
    home.mkdir()
    if ROOT:
        os.chown(home, SOMEBODY, SOMEBODY)
    yield home
    shutil.rmtree(above)


def test_an_address_is_computed_without_touching_the_disk(tmp_path: Path) -> None:
    embedded = Embedded(tmp_path / "not there")
    address = embedded.url("a b", "c/d")
    folder = str(embedded.socket_dir).replace("/", "%2F")
    assert address == f"postgresql://a%20b@/c%2Fd?host={folder}&port=5432"
    assert not embedded.socket_dir.exists()
    assert list(tmp_path.iterdir()) == []


def test_the_first_start_makes_a_durable_cluster_that_no_network_reaches(home: Path) -> None:
    names = ["fsync", "full_page_writes", "data_checksums", "listen_addresses", "shared_buffers", "max_connections"]
    names += ["TimeZone", "server_encoding", "unix_socket_directories", "server_version_num"]
    with start(home) as server:
        settings = {name: ask(server.embedded, f"SELECT current_setting('{name}')")[0] for name in names}
        folder = server.embedded.socket_dir
        assert folder.stat().st_mode & 0o777 == 0o700
    assert settings.pop("server_version_num")[:2] == "18"
    assert settings == {
        "fsync": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "shared_buffers": "128MB",
        "max_connections": "200",
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
        "unix_socket_directories": f'"{folder}"',
    }
    assert not folder.exists()


def test_the_application_signs_in_as_neither_owner_nor_superuser(home: Path) -> None:
    facts = "SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles"
    with start(home) as server:
        role = ask(server.embedded, f"{facts} WHERE rolname = current_user", APP_ROLE)
        owner = ask(server.embedded, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'concord'")
    assert role == ("concord_app", True, False, False, False, False)
    assert owner == ("concord",)


def test_starting_a_server_that_runs_changes_nothing(home: Path) -> None:
    with start(home) as server:
        first = server.pid
        server.start()
        assert server.pid == first


def test_stopping_twice_and_starting_again_works(home: Path) -> None:
    server = start(home)
    server.stop()
    server.stop()
    assert (server.alive(), server.exit_code) == (False, 0)
    server.start()
    assert (server.alive(), server.exit_code) == (True, None)
    server.stop()


def test_a_start_that_is_called_off_leaves_nothing_running(home: Path) -> None:
    server = Server(home)
    server.start(called_off=lambda: True)
    assert (server.alive(), server.embedded.recorded()) == (False, None)
    with start(home) as other:
        assert other.alive()


def test_two_homes_are_served_side_by_side(home: Path, tmp_path: Path) -> None:
    with start(home) as one, start(tmp_path) as other:
        question = "SELECT current_setting('data_directory')"
        assert ask(one.embedded, question) == (str(one.embedded.cluster),)
        assert ask(other.embedded, question) == (str(other.embedded.cluster),)
        assert one.embedded.socket_dir != other.embedded.socket_dir


def test_a_long_and_odd_home_works(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30) / "with space, 100 % 'é'"
    with start(home) as server:
        assert ask(server.embedded, "SELECT 1") == (1,)
        assert len(os.fsencode(server.embedded.socket(server.embedded.socket_dir))) <= 103


def test_a_long_temporary_folder_is_left_for_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/var/" + "t" * 90)
    assert Embedded(tmp_path).socket_dir.parent == Path("/tmp")


def test_a_client_with_another_temporary_folder_finds_the_server(home: Path, tmp_path: Path) -> None:
    script = "import sys; from concord.core.postgres import *; from pathlib import Path\n"
    script += "print(Embedded(Path(sys.argv[1])).url('concord', 'concord'))"
    with start(home) as server:
        assert said(python(script, home, env={"TMPDIR": str(tmp_path)})) == server.embedded.url("concord", "concord")


def test_a_server_that_has_not_written_its_socket_folder_yet_does_not_mislead(home: Path) -> None:
    embedded = Embedded(home)
    computed = embedded.socket_dir
    pid_file = embedded.cluster / "postmaster.pid"
    for written in ("", "77", "77\n", f"77\n{embedded.cluster}\n1790000000\n5432\n\n"):
        pid_file.write_text(written)
        assert embedded.socket_dir == computed
    pid_file.unlink()


def test_a_socket_folder_that_somebody_else_could_steer_is_refused(tmp_path: Path) -> None:
    embedded = Embedded(tmp_path)
    planted = embedded.socket_dir
    planted.symlink_to(tmp_path)
    with pytest.raises(EmbeddedUnavailable, match="must be a folder of user"):
        embedded.url("concord", "concord")
    with pytest.raises(EmbeddedUnavailable, match="must be a folder of user"):
        start(tmp_path)
    planted.unlink()


def test_the_tools_of_the_same_version_read_the_database(home: Path) -> None:
    with start(home) as server:
        address = server.embedded.url(OWNER_ROLE, DATABASE)
        dump = subprocess.run([tool("pg_dump"), "--schema-only", address], check=True, capture_output=True, text=True)
    assert "CREATE TABLE public.kept" in dump.stdout
    with pytest.raises(EmbeddedUnavailable, match=r"holds no program pg_nothing: install"):
        tool("pg_nothing")


def test_a_row_that_was_acknowledged_outlives_a_killed_server(home: Path) -> None:
    with start(home) as server:
        ask(server.embedded, "INSERT INTO kept VALUES (1) RETURNING n")
        first = server.pid
        os.kill(first, signal.SIGKILL)
        until(lambda: not server.alive())
        assert server.exit_code == -signal.SIGKILL
        server.start()
        assert server.pid != first
        assert ask(server.embedded, "SELECT n FROM kept WHERE n = 1") == (1,)


def test_a_backend_deep_in_work_does_not_hold_up_the_next_start(home: Path) -> None:
    with start(home) as server:
        busy = psycopg.connect(server.embedded.url(OWNER_ROLE, DATABASE), autocommit=True)
        backend = busy.info.backend_pid
        busy.pgconn.send_query(b"DO 'BEGIN LOOP END LOOP; END'")
        question = "SELECT state FROM pg_stat_activity WHERE pid = "
        until(lambda: ask(server.embedded, f"{question}{backend}") == ("active",))
        os.kill(server.pid, signal.SIGKILL)
        until(lambda: not server.alive())
        assert Path(f"/proc/{backend}/exe").exists()
        server.start()
        assert not Path(f"/proc/{backend}/exe").exists()
        assert ask(server.embedded, "SELECT 1") == (1,)
        busy.close()


def test_a_server_whose_starter_was_killed_ends_and_the_next_start_waits_for_that(home: Path) -> None:
    script = "import sys, time; from concord.core.postgres import *; from pathlib import Path\n"
    script += "print(start(Path(sys.argv[1])).pid, flush=True); time.sleep(60)"
    starter = python(script, home)
    orphan = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    with start(home) as server:
        assert server.pid != orphan
        assert not Path(f"/proc/{orphan}/exe").exists()
        assert ask(server.embedded, "SELECT 1") == (1,)


def test_a_server_that_outlived_its_starter_is_shut_down_first(home: Path) -> None:
    embedded = Embedded(home)
    identity = postgres_root.choose(embedded.cluster, binaries())
    sockets = embedded.make_socket_dir(identity.uid, identity.gid)
    line = launch.command(
        postgres_cluster.server_command(embedded, sockets), on_death=signal.SIGCONT, switch=identity.switch
    )
    orphan = subprocess.Popen(line, cwd="/", start_new_session=True, stderr=subprocess.DEVNULL)
    until(lambda: (recorded := embedded.recorded()) and recorded.ready)
    with start(home) as server:
        assert orphan.wait() == 0
        assert embedded.recorded().pid == server.pid


def test_a_stale_process_id_that_somebody_else_has_now_is_no_obstacle(home: Path) -> None:
    server = start(home)
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: not server.alive())
    bystander = subprocess.Popen(["sleep", "60"])
    for stale in (server.embedded.cluster / "postmaster.pid", Path(f"{server._socket}.lock")):
        stale.write_text(stale.read_text().replace(str(server.pid), str(bystander.pid), 1))
    with server:
        server.start()
        assert ask(server.embedded, "SELECT 1") == (1,)
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_lock_file_that_was_cut_short_is_no_obstacle(home: Path) -> None:
    (Embedded(home).cluster / "postmaster.pid").touch()
    with start(home) as server:
        assert ask(server.embedded, "SELECT 1") == (1,)


def test_a_socket_that_was_swept_away_counts_as_down_and_a_start_heals_it(home: Path) -> None:
    with start(home) as server:
        shutil.rmtree(server.embedded.socket_dir)
        assert not server.alive()
        server.start()
        assert ask(server.embedded, "SELECT 1") == (1,)


def test_a_home_that_is_served_refuses_a_second_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LOCK_PATIENCE", 0.0)
    with start(home) as server:
        with pytest.raises(EmbeddedUnavailable) as refusal:
            start(home)
        assert server.alive()
    assert str(refusal.value) == (
        f"Another Concord process serves the database in {server.embedded.cluster}: stop that one first."
    )


def test_a_command_uses_the_server_that_runs_and_leaves_it_running(home: Path) -> None:
    with start(home) as server:
        with ensure_running(home) as embedded:
            assert ask(embedded, "SELECT 1", APP_ROLE) == (1,)
            assert embedded.recorded().pid == server.pid
        assert server.alive()


def test_a_command_that_fails_still_stops_the_server_it_started(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), ensure_running(home) as embedded:
        assert 1 / 0
    assert embedded.recorded() is None


def test_commands_that_start_together_share_one_server_until_the_last_has_ended(tmp_path: Path) -> None:
    script = """
import sys, time
from pathlib import Path
import psycopg
from concord.core.postgres import DATABASE, OWNER_ROLE, ensure_running
home, number = Path(sys.argv[1]), int(sys.argv[2])
with ensure_running(home) as embedded, psycopg.connect(embedded.url(OWNER_ROLE, DATABASE), autocommit=True) as one:
    one.execute("CREATE TABLE IF NOT EXISTS here (n int)") if number == 0 else None
    while one.execute("SELECT to_regclass('here')").fetchone()[0] is None: time.sleep(0.02)
    one.execute("INSERT INTO here VALUES (%s)", [number])
    while one.execute("SELECT count(*) FROM here").fetchone()[0] < 4: time.sleep(0.02)
    server = embedded.recorded().pid
    time.sleep(0.3 * number)
    with psycopg.connect(embedded.url(OWNER_ROLE, DATABASE)) as two:
        two.execute("SELECT 1")
    print(server)
"""
    servers = [said(process) for process in [python(script, tmp_path / "home", number) for number in range(4)]]
    assert len(set(servers)) == 1
    log = Embedded(tmp_path / "home").log.read_text()
    assert log.count("database system is ready to accept connections") == 1
    assert log.count("database system is shut down") == 1


def test_what_an_interrupted_first_start_left_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    with start(tmp_path) as server:
        assert ask(server.embedded, "SELECT 1") == (1,)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "postgres", "postgres.lock"]


@pytest.mark.parametrize("version", ["17", "none"])
def test_a_cluster_of_another_version_is_left_alone(tmp_path: Path, version: str) -> None:
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    if version != "none":
        (cluster / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(EmbeddedUnavailable) as refusal:
        start(tmp_path)
    assert str(refusal.value) == (
        f"{cluster} must hold a database of PostgreSQL 18, but the version found there is {version}:"
        " restore a backup into a new home, or set DATABASE_URL."
    )


def test_a_server_that_cannot_start_says_why_in_its_own_words(tmp_path: Path) -> None:
    start(tmp_path).stop()
    settings = tmp_path / "postgres" / "postgresql.conf"
    settings.write_text(settings.read_text() + "max_connections = 0\n")
    with pytest.raises(EmbeddedUnavailable) as refusal:
        start(tmp_path)
    assert str(refusal.value) == (
        f"The embedded PostgreSQL in {tmp_path}/postgres did not start (configuration file"
        f' "{settings}" contains errors): mend that, see {tmp_path}/log/postgres.log, or set DATABASE_URL.'
    )


def test_a_home_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")
    for use in (start, lambda path: ensure_running(path).__enter__()):
        with pytest.raises(EmbeddedUnavailable, match="File exists"):
            use(home)


def test_a_link_planted_where_a_lock_or_the_log_belongs_is_not_followed(home: Path, tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.write_text("kept")
    other = tmp_path / "home"
    other.mkdir()
    (other / "postgres.lock").symlink_to(treasure)
    with pytest.raises(EmbeddedUnavailable, match="Too many levels of symbolic links"):
        start(other)
    log = Embedded(home).log
    log.rename(log.with_suffix(".aside"))
    log.symlink_to(treasure)
    with pytest.raises(EmbeddedUnavailable, match="Too many levels of symbolic links"):
        start(home)
    log.with_suffix(".aside").replace(log)
    assert treasure.read_text() == "kept"


def test_an_overlong_log_is_set_aside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_home, "LOG_LIMIT", 1)
    start(home).stop()
    old = Embedded(home).log.stat().st_size
    start(home).stop()
    assert Embedded(home).log.with_name("postgres.log.1").stat().st_size == old


def test_an_ordinary_user_runs_the_server_as_himself(open_home: Path) -> None:
    me = str(SOMEBODY)
    assert said(python(REPORT, open_home, before=AS_SOMEBODY)).split()[:3] == [me, "concord_app", me]


def test_root_runs_the_server_as_an_unprivileged_user_of_a_namespace(tmp_path: Path) -> None:
    report = said(python(REPORT, tmp_path / "home", before=AS_ROOT)).split()
    inside = report.pop(3)
    assert report == ["0", "concord_app", "0", "0", "1"]
    assert pwd.getpwuid(int(inside)).pw_uid != 0  # initdb refuses a user without a name


def test_root_runs_the_server_as_the_owner_of_the_home_who_can_go_on_alone(open_home: Path) -> None:
    owner = str(SOMEBODY)
    assert said(python(REPORT, open_home)).split()[1:3] == ["concord_app", owner]
    assert said(python(REPORT, open_home, before=AS_SOMEBODY)).split()[:3] == [owner, "concord_app", owner]
    assert {path.stat().st_uid for path in open_home.rglob("*")} == {SOMEBODY}


def test_root_without_namespaces_gives_a_new_cluster_to_nobody_and_refuses_an_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres_root, "namespaces_work", lambda: False)
    new = postgres_root.choose(Path("/usr/no-such-cluster"), Path("/usr/bin"))
    assert new == postgres_root.Identity(65534, 65534, "user:65534:65534")
    with pytest.raises(EmbeddedUnavailable, match="belongs to root, PostgreSQL does not run as root"):
        postgres_root.choose(Path("/usr/lib"), Path("/usr/bin"))


def test_a_closed_folder_above_the_home_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    inside = closed / "inside"
    inside.mkdir(parents=True)
    tmp_path.chmod(0o755)
    closed.chmod(0o700)
    above = [folder for folder in tmp_path.parents if not folder.stat().st_mode & 0o001]
    owner = closed.stat()
    assert postgres_root.blocked_at(inside, owner.st_uid, owner.st_gid) is None
    assert postgres_root.blocked_at(inside, 12345, 12345) == (above[-1] if above else closed)


def test_somebody_elses_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(EmbeddedUnavailable, match="belongs to user 0, not to you \\(user 12345\\): run Concord as"):
        postgres_root.choose(Path("/usr/lib"), Path("/usr/bin"))


def test_a_user_without_a_name_cannot_make_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = next(uid for uid in range(12345, 60000) if uid not in {entry.pw_uid for entry in pwd.getpwall()})
    monkeypatch.setattr(os, "geteuid", lambda: nameless)
    with pytest.raises(EmbeddedUnavailable) as refusal:
        postgres_root.choose(tmp_path / "postgres", binaries())
    assert str(refusal.value) == (
        f"PostgreSQL makes no database in {tmp_path}/postgres for user {nameless}, who has no name on this machine:"
        " add that user to /etc/passwd, or set DATABASE_URL."
    )


def test_the_server_sees_none_of_our_secrets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("PGDATA", "/elsewhere")
    with start(home) as server:
        names = {entry.partition("=")[0] for entry in Path(f"/proc/{server.pid}/environ").read_text().split("\0")}
    assert names & {"SECRET_KEY", "PGDATA"} == set()


def test_a_program_that_is_not_there_says_so() -> None:
    line = launch.command(["no-such-program"], on_death=signal.SIGTERM)
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    assert done.returncode == launch.COULD_NOT_START
    assert done.stderr == "no-such-program cannot be started: [Errno 2] No such file or directory\n"


def test_a_socket_without_a_server_does_not_answer(tmp_path: Path) -> None:
    embedded = Embedded(tmp_path)
    embedded.make_socket_dir(os.geteuid(), os.getegid())
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(embedded.socket(embedded.socket_dir)))
        assert not postgres._answers(embedded)
    shutil.rmtree(embedded.socket_dir)
