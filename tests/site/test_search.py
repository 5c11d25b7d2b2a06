"""The search of the built site: the theme's own search worker, run by Node on small pages with our separator."""

import json
import subprocess
from pathlib import Path

import material
import pytest

from cnnnotes.site import maths, project, search

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(material.__file__).parent / "templates/assets/javascripts"
PROGRAM = """
const fs = require("fs"), path = require("path"), vm = require("vm");
const { scripts, config, docs, queries } = JSON.parse(fs.readFileSync(0, "utf8"));
const said = [], listeners = [];
const scope = { console, addEventListener: (kind, listener) => listeners.push(listener) };
const load = (name) => vm.runInContext(fs.readFileSync(path.join(scripts, "workers", name), "utf8"), scope);
Object.assign(scope, { self: scope, importScripts: (...names) => names.forEach(load), postMessage: (message) => said.push(message) });
vm.createContext(scope);
load(fs.readdirSync(path.join(scripts, "workers")).find((name) => /^search.*min\\.js$/.test(name)));
const wait = async (message) => {
  listeners[0]({ data: message });
  while (!said.length) await new Promise(setImmediate);
  return said.shift();
};
(async () => {
  const fields = { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1000000 } };
  await wait({ type: 0, data: { config: { fields, ...config }, docs, options: { suggest: false } } });
  const found = [];
  for (const query of queries) {
    const { data } = await wait({ type: 2, data: query });
    found.push(data.items.flat().map(({ location }) => location).sort());
  }
  console.log(JSON.stringify(found));
})();
"""


@pytest.fixture(scope="module")
def terms():
    return project.load(ROOT / "docs/glossary.yml")["terms"]


def ask(language, terms, pages, queries, tmp_path):
    """Give the names of the pages that the search finds for each query."""
    docs = [{"location": name, "title": f"{name}", "text": f"<p>{text}</p>"} for name, text in pages.items()]
    index = tmp_path / "search_index.json"
    index.write_text(json.dumps({"docs": docs}))
    search.complete(index, terms, language)
    config = {"lang": [language], "pipeline": [], "separator": search.separator(terms, language)}
    question = {
        "scripts": str(SCRIPTS),
        "config": config,
        "docs": json.loads(index.read_text())["docs"],
        "queries": queries,
    }
    done = subprocess.run(
        [maths._node(), "-e", PROGRAM], input=json.dumps(question), capture_output=True, text=True, check=True
    )
    return dict(zip(queries, json.loads(done.stdout), strict=True))


KOREAN = {
    "a": "합성곱신경망은 물걸레처럼 훑습니다. 매개변수가 적습니다.",
    "b": "합성곱은 이동등변성을 가집니다(그림 3). 커널을 뒤집지 않습니다.",
    "c": "완전 연결 계층에서는 이웃을 모릅니다. “국소성”이라는 가정이 없습니다.",
    "d": "수용 영역의 크기로 봅니다. 640×480 사진, 강아지와 고양이.",
    "e": "CNN과 ReLU를 씁니다. 다운샘플링에서 에일리어싱으로 이어집니다.",
}


@pytest.mark.parametrize("queries", [{
    "신경망": "a",  # inside a compound
    "합성곱": "ab",  # in front of a particle, and at the start of a compound
    "합성곱신경망": "ab",  # the parts are found too
    "합성곱은": "ab",  # with a particle in the query
    "매개변수": "a",
    "매개변": "a",  # while typing
    "등변성": "b",
    "이동등변성": "b",
    "커널": "b",
    "커널을": "b",
    "계층": "c",
    "완전 연결": "c",
    "국소성": "c",  # in quotes
    "이웃": "c",
    "수용 영역": "d",
    "수용": "d",
    "강아지": "d",
    "고양이": "d",
    "cnn": "e",
    "CNN": "e",
    "relu": "e",
    "다운샘플링": "e",
    "에일리어싱": "e",
    "앨리어싱": "e",  # another name of the same thing
    "640": "d",
    "480": "d",
    "트랜스포머": "",
}])  # fmt: skip
def test_korean(terms, tmp_path, queries):
    found = ask("ko", terms, KOREAN, list(queries), tmp_path)
    assert {query: "".join(pages) for query, pages in found.items()} == queries


ENGLISH = {
    "a": "Convolutional neural networks share their weights. See `conv2d(x, w)`.",
    "b": "A kernel slides over the image; max-pooling follows. Aliasing appears.",
    "c": "Fully connected layers, i.e. a matrix: no locality (see Figure 2).",
    "d": "The receptive field's size. A photograph of 640×480, a dog/cat.",
    "e": "CNNs are shift-equivariant. Backpropagation trains biases.",
}


@pytest.mark.parametrize("queries", [{
    "network": "a",
    "networks": "a",
    "neural": "a",
    "conv2d": "a",
    "weight": "a",
    "kernel": "b",
    "kernels": "b",  # a plural that the page does not have
    "Kernel": "b",
    "pooling": "b",
    "aliasing": "b",
    "layer": "c",
    "connected": "c",
    "locality": "c",
    "matrix": "c",
    "field": "d",
    "fields": "d",
    "cat": "d",
    "480": "d",
    "cnn": "e",
    "CNN": "e",
    "cnns": "e",
    "CNNs": "e",
    "equivariant": "e",
    "backprop": "e",
    "bias": "e",
    "transformer": "",
}])  # fmt: skip
def test_english(terms, tmp_path, queries):
    found = ask("en", terms, ENGLISH, list(queries), tmp_path)
    assert {query: "".join(pages) for query, pages in found.items()} == queries


def test_it_is_the_glossary_that_splits_compounds(tmp_path):
    assert ask("ko", [], KOREAN, ["신경망", "합성곱"], tmp_path) == {"신경망": [], "합성곱": ["a", "b"]}


def test_other_names_are_added_once_and_only_where_a_term_is_used(tmp_path):
    path = tmp_path / "index.json"
    docs = [
        {"title": "a", "text": "커널 커널"},
        {"title": "커널", "text": "필터라고도 한다"},
        {"title": "b", "text": "다른 것"},
    ]
    path.write_text(json.dumps({"config": {"lang": ["ko"]}, "docs": docs}))
    search.complete(path, [{"ko": "커널", "en": "kernel", "ko_also": ["필터", "마스크"]}], "ko")
    index = json.loads(path.read_text())
    assert [entry["text"] for entry in index["docs"]] == [
        "커널 커널<p>필터, 마스크</p>",
        "필터라고도 한다<p>마스크</p>",
        "다른 것",
    ]
    assert index["config"] == {"lang": ["ko"]}
