def test_usage_errors_exit_2(run):
    assert run("files").returncode == 2
    assert run("files", "ru.txt", "kk.txt", "--min-score", "7").returncode == 2
    assert run("split", "ru.txt", "--lang", "de").returncode == 2


def test_help_teaches_by_example(run):
    assert "align files report.ru.txt report.kk.txt" in run("--help").stdout
    assert "Example:" in run("files", "--help").stdout
    assert "0.4, or what --calibration says" in " ".join(run("files", "--help").stdout.split())
