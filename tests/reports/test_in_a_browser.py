"""Hostile reports in a real browser: they fetch nothing, run nothing and log no complaint."""

import shutil
from pathlib import Path

import pytest
from tests.reports.records import peopled, report_of
from tests.reports.test_inert import HOSTILE, hostile_texts

from northaxis.reports.rendering import to_html

GAMES = 50
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.mark.slow
@pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs Chromium and its driver")
def test_hostile_reports_fetch_and_run_nothing(tmp_path: Path) -> None:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    words = [HOSTILE, *(hostile_texts(seed) for seed in range(GAMES))]
    pages = [tmp_path / f"report-{place}.html" for place in range(len(words))]
    for page, texts in zip(pages, words, strict=True):
        page.write_text(to_html(report_of(*peopled(texts))), encoding="utf-8")
    options = Options()
    options.binary_location = str(BROWSER)
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        for page in pages:
            driver.get(page.as_uri())
            assert driver.title.startswith("After-action report")
            fetched = driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
            assert fetched == []
            assert driver.execute_script("return document.scripts.length") == 0
            assert driver.execute_script("return document.querySelectorAll('section[id]').length") > 15
            assert driver.get_log("browser") == []  # type: ignore[no-untyped-call] # selenium leaves it untyped
        print(f"\nreport-inert {len(pages)}/{len(pages)} in a browser")
    finally:
        driver.quit()
