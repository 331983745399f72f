package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/interdict/interdict/report"
)

// The next edition of a list, damaged in every way that files are, is loaded
// over a good one: testdata/bad_lists.txt holds what comes of it, by damage and
// format, and TestBadLists what must hold of all. Whoever changes a message
// sees it there, with -update.

// damage is one way in which a published file goes wrong.
type damage struct {
	name string
	// only says for which samples there is such damage, nil for all.
	only func(*sample) bool
	make func(*sample) []byte
	// flags for the load.
	flags []string
	// file is the name it is given, empty for the sample's.
	file func(*sample) string
}

func good(s *sample) string { return s.edition(nextDay, s.records(1, sampleSize)) }

func xmlOnly(s *sample) bool { return s.isXML() }
func csvOnly(s *sample) bool { return !s.isXML() }
func headed(s *sample) bool  { return csvOnly(s) && s.name != "OFAC CSV" }

// among is the next edition with something put before its sixth record.
func among(s *sample, what string) []byte {
	records := s.records(1, sampleSize)
	return []byte(strings.Replace(s.edition(nextDay, records), records[5], what+records[5], 1))
}

func damages() []damage {
	text := func(t string) func(*sample) []byte { return func(*sample) []byte { return []byte(t) } }
	return []damage{
		{name: "empty", make: text("")},
		{name: "blank lines", make: text(" \r\n\r\n \n")},
		{name: "web page", make: text("<!DOCTYPE html>\n<html><head><title>503</title></head><body>Sorry</body></html>\n")},
		{name: "web page without doctype", make: text("<html><body>Access denied<br></body></html>")},
		{name: "web page in XHTML", make: text("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>Access denied</body></html>")},
		{name: "error in JSON", make: text(`{"error": "not found"}`)},
		{name: "error in XML", make: text("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")},
		{name: "error in text", make: text("Service unavailable. Try again later.\n")},
		{name: "zip", make: text("PK\x03\x04\x14\x00\x00\x00\x08\x00rubbish")},
		{name: "cut within a record", make: func(s *sample) []byte {
			g := good(s)
			return []byte(g[:strings.Index(g, s.record(partyOf(9)))+len(s.record(partyOf(9)))/2])
		}},
		{name: "cut between records", make: func(s *sample) []byte {
			g := good(s)
			before, _, _ := strings.Cut(g, s.record(partyOf(9)))
			return []byte(before)
		}},
		{name: "cut after the head", make: func(s *sample) []byte { return []byte(s.head(nextDay, 12)) }},
		{name: "UTF-16 with mark", make: func(s *sample) []byte { return append([]byte{0xff, 0xfe}, utf16le(good(s))...) }},
		{name: "UTF-16 without mark", make: func(s *sample) []byte { return utf16le(good(s)) }},
		{name: "byte order mark", make: func(s *sample) []byte { return []byte("\ufeff" + good(s)) }},
		{name: "windows-1252", make: func(s *sample) []byte { return []byte(strings.ReplaceAll(good(s), "Exemplar C", "Exempl\xe9r C")) }},
		{name: "NUL bytes", make: func(s *sample) []byte { return []byte(strings.ReplaceAll(good(s), "Exemplar C", "Exempl\x00r C")) }},
		{name: "NUL bytes at the end", make: func(s *sample) []byte { return []byte(good(s) + strings.Repeat("\x00", 512)) }},
		{name: "joined to itself", make: func(s *sample) []byte { return []byte(good(s) + good(s)) }},
		{name: "text behind", make: func(s *sample) []byte { return []byte(good(s) + "END OF FILE\n") }},
		{name: "impossible birth date", make: func(s *sample) []byte {
			p := partyOf(5)
			p.born = map[string]string{"OFAC CSV": "31 Feb 1985", "OFAC XML": "31 Feb 1985", "OFAC Advanced XML": "<Year>1985</Year><Month>2</Month><Day>31</Day>",
				"UK Sanctions List XML": "31/02/1985", "UK Sanctions List CSV": "31/02/1985", "OFSI consolidated list CSV": "31/02/1985",
				"UN consolidated XML": "1985-02-31", "own list CSV": "1985-02-31"}[s.name]
			r := s.records(1, sampleSize)
			r[4] = s.record(p)
			return []byte(s.edition(nextDay, r))
		}},
		{name: "impossible date of the edition", make: func(s *sample) []byte { return []byte(s.edition([3]int{2026, 2, 31}, s.records(1, sampleSize))) },
			only: (*sample).dated},
		{name: "date of the edition in the future", make: func(s *sample) []byte { return []byte(s.edition([3]int{2062, 2, 3}, s.records(1, sampleSize))) },
			only: (*sample).dated},
		{name: "under half", make: func(s *sample) []byte { return []byte(s.edition(nextDay, s.records(1, 5))) }},
		{name: "under half, accepted", flags: []string{"--accept-shrink"}, make: func(s *sample) []byte { return []byte(s.edition(nextDay, s.records(1, 5))) }},
		{name: "no records", make: func(s *sample) []byte { return []byte(s.edition(nextDay, nil)) }},
		{name: "fewer than declared", only: func(s *sample) bool { return s.declares }, make: func(s *sample) []byte {
			return []byte(strings.Replace(good(s), s.record(partyOf(9)), "", 1))
		}},
		{name: "record without id", make: func(s *sample) []byte {
			p := s.record(partyOf(20))
			for _, id := range []string{"47020", "CYB0020", "16020", "CDi.020", "6900020", "W-20"} {
				p = strings.Replace(p, id, "", 1)
			}
			return among(s, p)
		}},
		{name: "record without name", make: func(s *sample) []byte {
			p := partyOf(20)
			r := strings.NewReplacer(p.given, "", p.last, "", strings.ToUpper(p.last)+", ", "", strings.ToUpper(p.last), "").Replace(s.record(p))
			return among(s, r)
		}},
		{name: "record twice", make: func(s *sample) []byte { return among(s, s.record(partyOf(3))) }},
		{name: "rubbish between records", make: func(s *sample) []byte { return among(s, "rubbish\n") }},

		{name: "header missing", only: headed, make: func(s *sample) []byte { return []byte(strings.Join(s.records(1, sampleSize), "")) }},
		{name: "header doubled", only: headed, make: func(s *sample) []byte {
			h := strings.SplitAfter(s.head(nextDay, 0), "\n")
			return []byte(s.head(nextDay, 0) + h[len(h)-2] + strings.Join(s.records(1, sampleSize), ""))
		}},
		{name: "column doubled", only: headed, make: func(s *sample) []byte {
			return []byte(strings.NewReplacer("Name 1", "Name 6", "reason", "name").Replace(good(s)))
		}},
		{name: "row too short", only: csvOnly, make: func(s *sample) []byte {
			before, _, _ := strings.Cut(s.record(partyOf(20)), ",\"")
			return among(s, before+"\n")
		}},
		{name: "row too long", only: csvOnly, make: func(s *sample) []byte {
			return among(s, strings.TrimRight(s.record(partyOf(20)), "\r\n")+",more,and more\n")
		}},
		{name: "quote that never closes", only: csvOnly, make: func(s *sample) []byte {
			r := s.record(partyOf(20))
			i := strings.LastIndexByte(r, '"')
			return among(s, r[:i]+r[i+1:])
		}},
		{name: "cell of 10 MB", only: csvOnly, make: func(s *sample) []byte {
			p := partyOf(20)
			p.given = strings.Repeat("x", 10<<20)
			return among(s, s.record(p))
		}},

		{name: "element of 10 MB", only: xmlOnly, make: func(s *sample) []byte {
			p := partyOf(20)
			p.given = strings.Repeat("x", 10<<20)
			return among(s, s.record(p))
		}},
		{name: "nesting bomb between records", only: xmlOnly, make: func(s *sample) []byte { return among(s, strings.Repeat("<a>", 100_000)) }},
		{name: "nesting bomb within a record", only: xmlOnly, make: func(s *sample) []byte {
			p := partyOf(20)
			p.given = strings.Repeat("<a>", 100_000)
			return among(s, s.record(p))
		}},
		{name: "entity bomb", only: xmlOnly, make: func(s *sample) []byte {
			g := good(s)
			i := strings.Index(g, "?>\n") + 3
			return []byte(g[:i] + "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n" + strings.Replace(g[i:], "Exemplar C", "&b;", 1))
		}},
		{name: "attribute bomb", only: xmlOnly, make: func(s *sample) []byte {
			var b strings.Builder
			for i := range 10_000 {
				fmt.Fprintf(&b, " a%d=\"\"", i)
			}
			return among(s, "<x"+b.String()+"/>")
		}},
		{name: "other encoding declared", only: xmlOnly, make: func(s *sample) []byte {
			g := good(s)
			return []byte("<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n" + g[strings.Index(g, "?>")+3:])
		}},
		{name: "tag not closed", only: xmlOnly, make: func(s *sample) []byte { return []byte(strings.Replace(good(s), "</", "<", 3)) }},

		{name: "packed and cut off", file: func(s *sample) string { return s.file + ".gz" }, make: func(s *sample) []byte {
			b := pack(good(s))
			return b[:len(b)/2]
		}},
		{name: "packed and damaged", file: func(s *sample) string { return s.file + ".gz" }, make: func(s *sample) []byte {
			b := pack(good(s))
			b[len(b)-6] ^= 0x55
			return b
		}},
		{name: "packed", file: func(s *sample) string { return s.file + ".gz" }, make: func(s *sample) []byte { return pack(good(s)) }},
	}
}

func pack(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.Bytes()
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// runAs runs the program within the test.
func runAs(t *testing.T, data string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	env := map[string]string{"INTERDICT_DATA": data}
	m := Main{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(k string) string { return env[k] }, Now: func() time.Time { return clock }}
	status = m.Run(context.Background())
	return status, out.String(), errs.String()
}

// outcome is what came of loading a damaged file.
type outcome struct {
	status int
	answer report.Load
	text   string // for people, without folders
}

// loadDamaged loads the damaged next edition of a sample into a data folder.
func loadDamaged(t *testing.T, data string, s *sample, d *damage) outcome {
	t.Helper()
	dir, name := t.TempDir(), s.file
	if d.file != nil {
		name = d.file(s)
	}
	write(t, filepath.Join(dir, name), d.make(s))
	args := append([]string{"lists", "load", "--json", "--quiet", filepath.Join(dir, name)}, d.flags...)
	if !s.dated() {
		args = append(args, "--published", "2026-11-23")
	}
	status, out, errs := runAs(t, data, args...)
	o := outcome{status: status}
	if err := json.Unmarshal([]byte(out), &o.answer); err != nil || errs != "" {
		t.Fatalf("exit status %d, standard output %q, standard error %q, %v", status, out, errs, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "exit %d\n", status)
	for _, e := range o.answer.Loaded {
		fmt.Fprintf(&b, "loaded %d entries of %s: %s\n", e.Entries, e.Published, e.Result)
		if e.Note != "" {
			fmt.Fprintf(&b, "  ! %s\n", e.Note)
		}
		for i, r := range e.Refused {
			if i == 2 && len(e.Refused) > 3 {
				fmt.Fprintf(&b, "  and %d more\n", len(e.Refused)-i)
				break
			}
			fmt.Fprintf(&b, "  %s: %s: %s\n", r.At, r.Code, r.Reason)
		}
	}
	for _, r := range slices.Concat(o.answer.Refused, o.answer.Skipped) {
		fmt.Fprintf(&b, "%s: %s\n", r.Code, r.Reason)
	}
	o.text = strings.NewReplacer(dir+string(filepath.Separator), "", name, "FILE", s.list, "LIST").Replace(b.String())
	return o
}

// check holds an outcome to what must hold of every damage.
func (o *outcome) check(t *testing.T, data string, s *sample) {
	t.Helper()
	for _, r := range slices.Concat(o.answer.Refused, o.answer.Skipped) {
		if strings.Contains(r.Reason, "\n") || !strings.Contains(r.Reason, "; ") || r.Path == "" {
			t.Errorf("refused: %+v, want a line with a remedy, and the path", r)
		}
	}
	day, entries, failed := "2026-11-20", sampleSize, len(o.answer.Refused) > 0
	switch {
	case len(o.answer.Loaded) > 1:
		t.Errorf("%d editions are loaded of one file", len(o.answer.Loaded))
	case len(o.answer.Loaded) == 1:
		e := &o.answer.Loaded[0]
		for _, r := range e.Refused {
			if !strings.Contains(r.Reason, "; ") || r.At == "" || r.Code == "" {
				t.Errorf("a record refused: %+v, want its place and a remedy", r)
			}
		}
		day, entries = e.Published.String(), e.Entries
		if want := map[bool]int{false: exitDone, true: exitIncomplete}[len(e.Refused) > 0]; o.status != want {
			t.Errorf("exit status %d, want %d", o.status, want)
		}
	case o.status != exitFailed:
		t.Errorf("nothing was loaded and the exit status is %d", o.status)
	}
	status, out, errs := runAs(t, data, "lists", "status", "--json")
	wantHealth := `"health":"ok"`
	switch {
	case failed:
		wantHealth = `"health":"failed"`
	case s.list == "gb_hmt_sanctions": // closed, and what replaced it is not loaded
		wantHealth = `"health":"stale"`
	case s.name == "OFAC CSV": // without its aliases and addresses
		wantHealth = `"health":"incomplete"`
	}
	for _, want := range []string{fmt.Sprintf("%q", s.list), fmt.Sprintf(`"published":%q`, day), fmt.Sprintf(`"entries":%d`, entries), wantHealth} {
		if !strings.Contains(out, want) || strings.Contains(out, "},{") {
			t.Errorf("lists status: exit status %d, %s%s; want one list with %s", status, out, errs, want)
		}
	}
	if status, out, errs := runAs(t, data, "search", "--json", "Zhao Guangzong"); status != exitDone || !strings.Contains(strings.ToLower(out), "guangzong") || errs != "" {
		t.Errorf("search: exit status %d, %q, %q", status, out, errs)
	}
}

func TestBadLists(t *testing.T) {
	all, cases := samples(), damages()
	outcomes := make([][]outcome, len(cases)) // by damage, then sample
	for i := range outcomes {
		outcomes[i] = make([]outcome, len(all))
	}
	t.Run("load", func(t *testing.T) {
		for k, s := range all {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				base := loadedWith(t, s)
				for i := range cases {
					if d := &cases[i]; d.only == nil || d.only(s) {
						t.Run(d.name, func(t *testing.T) {
							data := copyOf(t, base)
							outcomes[i][k] = loadDamaged(t, data, s, d)
							outcomes[i][k].check(t, data, s)
						})
					}
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	var b strings.Builder
	for i, d := range cases {
		fmt.Fprintf(&b, "# %s\n\n", d.name)
		for k, s := range all {
			if outcomes[i][k].text == "" || slices.ContainsFunc(outcomes[i][:k], func(o outcome) bool { return o.text == outcomes[i][k].text }) {
				continue
			}
			names := s.name
			for j := k + 1; j < len(all); j++ {
				if outcomes[i][j].text == outcomes[i][k].text {
					names += ", " + all[j].name
				}
			}
			fmt.Fprintf(&b, "%s: %s\n", names, outcomes[i][k].text)
		}
	}
	const golden = "testdata/bad_lists.txt"
	if *refresh {
		write(t, golden, []byte(b.String()))
	}
	if want := string(read(t, golden)); b.String() != want {
		t.Errorf("what comes of bad lists has changed; run the test with -update and read the difference of %s", golden)
	}
}

// loadedWith is a data folder with a good edition of a sample.
func loadedWith(t *testing.T, s *sample) string {
	t.Helper()
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), s.file)
	write(t, file, []byte(s.edition(goodDay, s.records(1, sampleSize))))
	args := []string{"lists", "load", "--quiet", "--list", s.list, file}
	if !s.dated() {
		args = append(args, "--published", "2026-11-20")
	}
	if status, out, errs := runAs(t, data, args...); status != exitDone {
		t.Fatal(status, out, errs)
	}
	return data
}
