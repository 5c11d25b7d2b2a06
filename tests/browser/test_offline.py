"""The site on a disk, without a server: opened from file://, nothing is missing and nothing is asked of the network."""

ROOTS = {"ko": "", "en": "en/"}


def test_pages_languages_and_figures_work_from_a_disk(visit, offline, language):
    tab = visit((offline / ROOTS[language] / "index.html").as_uri())
    tab.locator(".md-nav--primary a[href$='parameters.html']").first.click()
    assert tab.url.endswith(f"{ROOTS[language]}parameters.html")
    assert tab.locator(".cn-svg").first.bounding_box()["width"] > 300
    tab.evaluate("document.fonts.ready")
    assert tab.evaluate(
        "[...document.fonts].some((font) => font.family.includes('CNN Notes') && font.status === 'loaded')"
    )
    file = tab.locator(".cn-tools a[download]").first.evaluate("link => link.href")
    assert file.startswith("file:") and (offline / file.split("/offline/")[1]).is_file()
    tab.locator(".cn-language").click()
    other = {"ko": "en", "en": "ko"}[language]
    assert tab.url.split("#")[0] == (offline / ROOTS[other] / "parameters.html").as_uri()
    assert tab.locator("html").get_attribute("lang") == other


def test_a_lab_works_from_a_disk(visit, offline, language):
    tab = visit((offline / ROOTS[language] / "labs/learned_filter.html").as_uri())
    assert tab.locator(".cn-svg").count() == tab.locator(".cn-figure").count() > 3
    file = tab.locator(".cn-download").evaluate("link => link.href")
    assert file.startswith("file:") and (offline / file.split("/offline/")[1]).is_file()


def test_search_works_from_a_disk(visit, offline, language):
    tab = visit((offline / ROOTS[language] / "references.html").as_uri())
    field = tab.locator(".md-search__input")
    field.focus()
    field.fill({"ko": "신경망", "en": "overfitting"}[language])
    field.dispatch_event("keyup")
    first = tab.locator(".md-search-result__link").first
    first.wait_for()
    first.click()
    tab.wait_for_url(lambda url: url.split("?")[0] != (offline / ROOTS[language] / "references.html").as_uri())
    assert {"ko": "신경망", "en": "verfit"}[language] in tab.locator("article").inner_text()


def test_without_an_address_a_page_cites_the_place_where_it_is_read(visit, offline):
    tab = visit((offline / "en/spatial.html").as_uri())
    assert tab.locator("link[rel=canonical], link[hreflang]").count() == 0
    assert (
        tab.locator("#cite-bibtex")
        .inner_text()
        .endswith("  url     = {" + (offline / "en/spatial.html").as_uri() + "}\n}")
    )


def test_without_an_address_and_scripts_a_citation_names_none(visit, offline):
    tab = visit((offline / "en/spatial.html").as_uri(), java_script_enabled=False)
    assert "url" not in tab.locator("#cite-bibtex").inner_text()
    assert not tab.locator(".cn-cite__section").is_visible()
