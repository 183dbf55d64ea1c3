"""A report in a real browser: it fetches nothing, runs nothing and logs no complaint."""

import shutil
from pathlib import Path

import pytest
from tests.reports.records import peopled, report_of
from tests.reports.test_inert import HOSTILE

from northaxis.reports.rendering import to_html

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.mark.slow
@pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs Chromium and its driver")
def test_a_hostile_report_fetches_and_runs_nothing(tmp_path: Path) -> None:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    (tmp_path / "report.html").write_text(to_html(report_of(*peopled(HOSTILE))), encoding="utf-8")
    options = Options()
    options.binary_location = str(BROWSER)
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        driver.get((tmp_path / "report.html").as_uri())
        assert driver.title.startswith("After-action report")
        fetched = driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        assert fetched == []
        assert driver.execute_script("return document.scripts.length") == 0
        assert driver.execute_script("return document.querySelectorAll('section[id]').length") > 15
        assert driver.get_log("browser") == []  # type: ignore[no-untyped-call] # selenium leaves it untyped
    finally:
        driver.quit()
