#!/usr/bin/env python3
"""Screens customers.jsonl against a running `interdict serve`, with nothing but
Python's own library. Start one with: interdict serve --starter"""

import json
import pathlib
import sys
import time
import urllib.error
import urllib.request


def ask(address, body=None, patience=300):
    """Asks with GET, or POST where there is a body, again where the service says to."""
    data = None if body is None else json.dumps(body).encode()
    end = time.monotonic() + patience
    while True:
        request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                if answer.status != 202:  # a past day is being compiled
                    return json.load(answer)
                wait = answer.headers["Retry-After"]
        except urllib.error.HTTPError as error:
            wait = error.headers["Retry-After"]
            if error.code not in (429, 503) or not wait:
                problem = json.load(error)
                sys.exit(f"{problem['detail']} {problem.get('errors', '')}")
        if time.monotonic() + float(wait) > end:
            sys.exit("the service does not answer in time")
        time.sleep(float(wait))


def main():
    service = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8700"
    lines = pathlib.Path(__file__).with_name("customers.jsonl").read_text("utf-8").splitlines()
    customers = [json.loads(line) for line in lines]
    answer = ask(service + "/v1/screen", {"subjects": customers})
    for refusal in answer["refusals"]:
        print(f"row {refusal['row']} was screened without a value: {refusal['reason']}")
    for result in answer["results"]:
        for hit in result["hits"]:
            lists = ", ".join(since["list"] for since in hit["standing"]["listed"])
            print(f"{result['subject']['id']}: {hit['score']:.4f} {hit['caption']} ({lists})")
    for used in answer["answered_by"]["lists"]:
        print(f"{used['id']} is {used['age_days']} days old: {used['health']}")


main()
