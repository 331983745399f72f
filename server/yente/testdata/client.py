#!/usr/bin/env python3
"""Calls a yente service as its clients do, and checks what they read of it.

python3 client.py http://127.0.0.1:8700

The calls are those of OpenSanctions' documentation: a session with the header
"Authorization: ApiKey ...", POST /match with a batch, retries on nothing, and the
fields that its examples read. Only Python's own library is used.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime

BASE = sys.argv[1].rstrip("/")
CALLS = 0


def call(method, path, params=None, body=None, headers=None):
    global CALLS
    CALLS += 1
    url = BASE + path
    if params:
        url += "?" + urllib.parse.urlencode(params, doseq=True)
    data = None
    headers = dict(headers or {}, **{"Authorization": "ApiKey none", "User-Agent": "client.py"})
    if body is not None:
        data = json.dumps(body).encode() if not isinstance(body, bytes) else body
        headers.setdefault("Content-Type", "application/json")
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def get(path, **params):
    status, headers, body = call("GET", path, params)
    assert status == 200, (path, status, body)
    return json.loads(body)


def check_entity(entity):
    """What the response model of an entity demands."""
    for field in ("id", "caption", "schema"):
        assert isinstance(entity[field], str) and entity[field], (field, entity)
    for name, values in entity["properties"].items():
        assert isinstance(values, list) and values, name
        for value in values:
            if isinstance(value, dict):
                check_entity(value)
            else:
                assert isinstance(value, str), (name, value)
    for field in ("datasets", "referents"):
        assert all(isinstance(v, str) for v in entity[field]), field
    assert isinstance(entity["target"], bool)
    for field in ("first_seen", "last_seen", "last_change"):
        if entity[field] is not None:
            assert datetime.fromisoformat(entity[field]).tzinfo is None


def match():
    batch = {
        "weights": {},
        "queries": {
            "customer-1": {
                "schema": "Person",
                "properties": {"name": ["Zhao Guangzong"], "birthDate": ["1985-11-12"], "nationality": ["cn"]},
            },
            "customer-2": {"schema": "Company", "properties": {"name": ["Wuhan Xiaoruizhi Science"], "jurisdiction": ["cn"]}},
            "customer-3": {"schema": "Person", "properties": {"name": ["Jane Nobody"]}},
        },
    }
    status, headers, body = call("POST", "/match/default", {"algorithm": "best", "threshold": 0.7, "limit": 5}, batch)
    assert status == 200 and headers["x-batch-size"] == "3", (status, body)
    answer = json.loads(body)
    assert answer["limit"] == 5 and list(answer["responses"]) == list(batch["queries"])
    for response in answer["responses"].values():
        assert response["status"] == 200 and response["total"]["relation"] == "eq"
        assert response["query"]["schema"] and isinstance(response["query"]["properties"], dict)
        scores = [r["score"] for r in response["results"]]
        assert scores == sorted(scores, reverse=True)
        for result in response["results"]:
            check_entity(result)
            assert result["match"] == (result["score"] >= 0.7)
            assert set(result["features"]) == set(result["explanations"])
            for explanation in result["explanations"].values():
                assert set(explanation) == {"detail", "score", "query", "candidate"}
                assert explanation["detail"] or explanation["score"] > 0
    first = answer["responses"]["customer-1"]["results"][0]
    assert first["match"] and "us_ofac_sdn" in first["datasets"] and "sanction" in first["properties"]["topics"]
    assert answer["responses"]["customer-3"]["results"] == []
    return first


def entities(found):
    entity = get("/entities/" + urllib.parse.quote(found["id"]))
    check_entity(entity)
    sanction = entity["properties"]["sanctions"][0]
    assert sanction["schema"] == "Sanction" and sanction["properties"]["authority"]
    flat = get("/entities/" + found["id"], nested="false")
    assert all(isinstance(v, str) for values in flat["properties"].values() for v in values)
    for referent in found["referents"]:  # sent on to where the entity is
        assert get("/entities/" + referent, nested="false")["id"] == found["id"]
    adjacent = get("/entities/" + found["id"] + "/adjacent", limit=1)
    assert adjacent["entity"]["id"] == found["id"]
    total = adjacent["adjacent"]["sanctions"]["total"]["value"]
    page = get("/entities/" + found["id"] + "/adjacent/sanctions", limit=1, offset=total - 1)
    assert len(page["results"]) == 1 and page["offset"] == total - 1
    status, _, body = call("GET", "/entities/NK-doesnotexist")
    assert status == 404 and json.loads(body) == {"detail": "No such entity!"}


def search():
    answer = get("/search/default", q="zhao", countries="cn", topics="sanction", facets=["countries", "datasets", "schema"])
    assert answer["results"] and answer["total"]["value"] >= len(answer["results"])
    for entity in answer["results"]:
        check_entity(entity)
    for facet in ("countries", "datasets", "schema"):
        assert answer["facets"][facet]["label"]
        for value in answer["facets"][facet]["values"]:
            assert set(value) == {"name", "label", "count"}
    seen = set()
    offset = 0
    while True:  # all entities, page by page
        page = get("/search/all", limit=10, offset=offset, sort="caption:asc")
        if not page["results"]:
            break
        seen.update(e["id"] for e in page["results"])
        offset += page["limit"]
    assert len(seen) == page["total"]["value"]


def metadata():
    status, headers, body = call("GET", "/catalog")
    catalog = json.loads(body)
    names = {d["name"] for d in catalog["datasets"]}
    assert {"default", "sanctions", "us_ofac_sdn"} <= names
    for dataset in catalog["datasets"]:
        assert set(dataset["children"]) <= names and dataset["version"]
    status, _, body = call("GET", "/catalog", headers={"If-None-Match": headers["ETag"]})
    assert status == 304 and body == b""
    algorithms = get("/algorithms")
    assert {"logic-v2", "logic-v1", "regression-v1"} <= {a["name"] for a in algorithms["algorithms"]}
    assert algorithms["best"] in {a["name"] for a in algorithms["algorithms"]}
    assert get("/healthz") == {"status": "ok"}
    assert get("/readyz")["status"] == "ok"


def errors():
    for params, body, want in [
        ({"limit": "1000"}, {"queries": {}}, 422),
        ({}, {"queries": {}}, 400),
        ({}, {"queries": {"x": {"schema": "Nonsense", "properties": {}}}}, 400),
        ({}, b"{", 422),
        ({}, {"queries": {str(n): {"schema": "Person", "properties": {}} for n in range(101)}}, 400),
    ]:
        status, _, answer = call("POST", "/match/default", params, body)
        assert status == want and json.loads(answer)["detail"], (status, answer)
    assert call("POST", "/match/nowhere", None, {"queries": {}})[0] == 404
    assert call("POST", "/updatez")[0] == 403


def reconcile():
    manifest = get("/reconcile/default")
    assert "0.2" in manifest["versions"]
    form = urllib.parse.urlencode({"queries": json.dumps({"q0": {"query": "Zhao Guangzong", "type": "Person"}})}).encode()
    status, _, body = call("POST", "/reconcile/default", None, form, {"Content-Type": "application/x-www-form-urlencoded"})
    candidate = json.loads(body)["q0"]["result"][0]
    assert candidate["match"] and candidate["type"][0]["id"] == "Person"
    suggest = manifest["suggest"]["entity"]
    found = json.loads(urllib.request.urlopen(suggest["service_url"] + suggest["service_path"] + "?prefix=zhao").read())
    assert found["code"] == "/api/status/ok" and found["result"]


found = match()
entities(found)
search()
metadata()
errors()
reconcile()
print("%d calls were answered as they should be" % CALLS)
