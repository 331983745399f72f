#!/bin/sh
# Screens customers.jsonl against a running `interdict serve`, with nothing but
# curl. Start one with: interdict serve --starter
set -eu
service=${1:-http://127.0.0.1:8700}
here=$(dirname "$0")

# One call: up to a thousand subjects in one object.
curl --fail-with-body --silent --show-error "$service/v1/screen" \
	--header 'Content-Type: application/json' \
	--data '{"subjects": [{"id": "C1", "name": "Zhao Guang Zong", "birth_date": "1985-11-12"}]}'

# A stream: any number of subjects, a line each. An answer without a last line
# {"summary": ...} was cut off.
curl --fail-with-body --silent --show-error --no-buffer "$service/v1/screen/stream?all=false" \
	--header 'Content-Type: application/x-ndjson' \
	--data-binary "@$here/customers.jsonl"

# Why did it match?
curl --fail-with-body --silent --show-error "$service/v1/explain" \
	--header 'Content-Type: application/json' \
	--data '{"subject": {"name": "Zhao Guang Zong"}, "id": "us_ofac_sdn-47814"}'
