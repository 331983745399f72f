// Screens customers.jsonl against a running `interdict serve` as a stream, with
// nothing but Node's own fetch. Start one with: interdict serve --starter
import { readFile } from "node:fs/promises";

const service = process.argv[2] ?? "http://127.0.0.1:8700";
const customers = await readFile(new URL("customers.jsonl", import.meta.url));

const answer = await fetch(`${service}/v1/screen/stream?all=false`, {
  method: "POST",
  headers: { "Content-Type": "application/x-ndjson" },
  body: customers,
});
if (!answer.ok) {
  const problem = await answer.json();
  throw new Error(`${problem.detail} ${JSON.stringify(problem.errors ?? [])}`);
}

let summary;
for await (const line of lines(answer.body)) {
  const { refused, subject, hits = [], summary: last } = JSON.parse(line);
  if (refused) console.log(`row ${refused.row}: ${refused.reason}`);
  for (const hit of hits) console.log(`${subject.id}: ${hit.score} ${hit.caption}`);
  summary = last ?? summary;
}
if (!summary) throw new Error("the answer was cut off");
console.log(`${summary.screened} screened, ${summary.subjects_hit} with a hit`);

// lines cuts a stream of bytes into lines, as they come.
async function* lines(stream) {
  let rest = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + piece).split("\n");
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}
