"""`polder serve`, `web` and `worker`: they start, they end together, they wait for a database that is away."""

import os
import signal

from tests.config.conftest import ask, opened, until


def answering(port: str) -> bool:
    return ask(port)[0] == 200


def workers(home) -> list[str]:
    with opened(home / "polder.sqlite3") as database:
        return [name for (name,) in database.execute("SELECT name FROM ledger_worker")]


def test_serve_runs_web_and_worker_and_ends_both_on_ctrl_c(start, home, port):
    serve = start("serve", "--port", port)
    until(lambda: answering(port), "the web answers")
    assert ask(port) == (200, "ok\n")
    [worker] = until(lambda: workers(home), "the worker says that it lives")
    serve.send_signal(signal.SIGINT)
    output, errors = serve.communicate(timeout=30)
    assert serve.returncode == 0
    assert output == ""
    founding, listening = errors.splitlines()
    assert founding.startswith(f"There is no organisation yet. Found it at http://127.0.0.1:{port}/found/?code=")
    assert listening == f"Polder listens on http://127.0.0.1:{port} (Ctrl-C stops it)"
    assert workers(home) == []
    assert ask(port) == (0, "")
    assert not alive(int(worker.split(":")[1]))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_when_the_worker_is_killed_the_web_ends_too(start, home, port):
    serve = start("serve", "--port", port)
    until(lambda: answering(port), "the web answers")
    [worker] = until(lambda: workers(home), "the worker says that it lives")
    os.kill(int(worker.split(":")[1]), signal.SIGKILL)
    _output, errors = serve.communicate(timeout=30)
    assert serve.returncode == 2
    assert "The worker ended by itself" in errors
    assert ask(port) == (0, "")


def test_when_serve_is_killed_its_processes_end_by_themselves(start, home, port):
    serve = start("serve", "--port", port)
    until(lambda: answering(port), "the web answers")
    until(lambda: workers(home), "the worker says that it lives")
    serve.kill()
    until(lambda: ask(port) == (0, ""), "the web ends")
    until(lambda: workers(home) == [], "the worker ends in order")


def test_a_port_that_is_taken_is_one_clear_line(start, polder, port):
    start("web", "--port", port)
    until(lambda: answering(port), "the web answers")
    for command in ("serve", "web"):
        done = polder(command, "--port", port)
        assert done.returncode == 2
        assert done.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}: Address already in use.")
        assert f"--port {int(port) + 1}" in done.stderr
        assert done.stderr.count("\n") == 1


def test_while_the_database_is_away_the_web_says_so_and_the_worker_waits(start, tmp_path, port):
    folder = tmp_path / "database"
    folder.mkdir()
    url = {"POLDER_DATABASE_URL": f"sqlite://{folder / 'polder.sqlite3'}"}
    start("web", "--port", port, **url)
    until(lambda: answering(port), "the web answers")
    worker = start("worker", **url)
    until(lambda: seen(folder), "the worker says that it lives")

    folder.rename(tmp_path / "away")
    assert ask(port)[0] == 503
    status, page = ask(port, "/account/login/")
    assert (status, "Traceback" in page) == (503, False)
    assert "Polder cannot reach its data" in page
    assert "is away" in worker.stderr.readline()

    (tmp_path / "away").rename(folder)
    until(lambda: answering(port), "the web answers again")
    until(lambda: "The database is back." in worker.stderr.readline(), "the worker goes on")
    worker.terminate()
    assert worker.wait(30) == 0


def seen(folder) -> bool:
    with opened(folder / "polder.sqlite3") as database:
        return bool(database.execute("SELECT count(*) FROM ledger_worker").fetchone()[0])


def test_a_worker_can_do_what_is_due_and_stop(polder):
    done = polder("worker", "--once")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
