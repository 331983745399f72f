package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

type screenCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Customer files: tables (CSV, .xlsx, Parquet, Arrow) or JSON lines, plain or packed; - is standard input."`

	Output       []string `short:"o" name:"output" placeholder:"FILE" sep:"none" help:"Write the results to a file, in the form that its extension names: .jsonl, .csv, .html, .xlsx, .parquet, .arrow (file), .arrows (stream) or .txt. May be given several times."`
	Format       string   `placeholder:"FORM" help:"The form of standard output: text, jsonl, csv, parquet or arrow (a stream of record batches)."`
	Summary      string   `placeholder:"FILE" help:"Write the summary of the run as JSON to a file."`
	Threshold    string   `placeholder:"SCORE" help:"The score from which a pair is a hit (default: the policy's, 0.7)."`
	Lists        []string `placeholder:"ID" help:"Screen against these lists only, by their ids; default: all that are on by default; sanctions: the sanctions and proscriptions among them."`
	ListingKinds []string `placeholder:"KIND" help:"Look for listings of these kinds only; default: all but politically exposed persons (pep), counter-sanctions (counter_sanction) and threat groups (threat_group)."`
	All          bool     `help:"Report subjects without a hit too, and why the nearest entry was cleared."`
	Map          string   `placeholder:"FILE" help:"Mapping file that says what the columns mean."`
	Kind         string   `placeholder:"KIND" help:"Kind of the files (default: recognised by content): customer."`
	AsOf         string   `placeholder:"DATE" help:"Screen against the lists as they stood on a day."`
	KnownAt      string   `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
	DryRun       bool     `help:"Say how the files are understood and which rows would be refused, and screen nothing."`
	RangeSize    int64    `name:"range-size" default:"32" placeholder:"MIB" help:"How much of the input is sealed at a time, in MiB: what a stopped run loses at most (default: ${default})."`
	FailOnHit    bool     `help:"End with exit status 3 where a hit was found."`
	Canaries     bool     `help:"Screen invented customers who must be found behind the files, in the same run, uncounted, and end with exit status 4 where one is lost."`

	KeepRefused bool `name:"keep-refused" help:"Keep what stood in rows that were refused, in a file beside the receipt that is sealed under the installation's key: audit refused shows it."`

	queryFlags
	settingFlags
	keyFlags
}

func (c *screenCmd) Run(ctx context.Context, m *Main, g *globals) error {
	query, at, err := c.check(m.Now())
	if err != nil {
		return err
	}
	settings, err := c.settings(c.Threshold)
	if err != nil {
		return err
	}
	inputs, err := m.openInputs(ctx, c)
	if err != nil {
		return err
	}
	defer closeInputs(inputs)
	if c.DryRun {
		return m.dryRun(ctx, g, inputs)
	}
	b, err := m.folder(g).Open(ctx, at)
	if err != nil {
		return err
	}
	defer b.Close()
	if query.Lists, query.On, err = b.Choose(&settings.policy, c.Lists, c.ListingKinds); err != nil {
		return err
	}
	if err := b.Use(settings.policy, settings.weights); err != nil {
		return err
	}
	r := run{m: m, g: g, cmd: c, base: b, settings: &settings, query: query, inputs: inputs}
	if c.KeepRefused && b.Demo {
		return wrong("--keep-refused needs loaded lists; of runs against the starter register nothing is kept")
	}
	if c.Canaries && b.Demo {
		return wrong("--canaries needs loaded lists; the starter register proves nothing")
	}
	if c.KeepRefused {
		if r.sealKey, err = c.key(ctx, m, g); err != nil {
			return err
		}
	}
	if c.Canaries {
		if r.canaries, err = m.openCanaries(ctx, g, b, query); err != nil {
			return err
		}
	}
	sum, err := r.screen(ctx)
	if err = errors.Join(err, r.canaries.close()); err != nil {
		return err
	}
	switch {
	case !sum.Complete, sum.Canaries != nil && !sum.Canaries.OK:
		return done(exitIncomplete)
	case c.FailOnHit && sum.Hits > 0:
		return done(exitHit)
	}
	return nil
}

// check looks at the flags before anything is opened.
func (c *screenCmd) check(now time.Time) (query screen.Query, at base.Moment, err error) {
	if c.Kind != "" && c.Kind != subjects.CustomerKind {
		return query, at, wrong("--kind: this version screens no %q; it reads files of kind customer", c.Kind)
	}
	if at, err = parseMoment(c.AsOf, c.KnownAt, now); err != nil {
		return query, at, err
	}
	if c.RangeSize < 1 || c.RangeSize > 1024 {
		return query, at, wrong("--range-size: write a number of MiB from 1 to 1024")
	}
	for _, o := range c.Output {
		if _, err := formOf(o); err != nil {
			return query, at, err
		}
	}
	if _, ok := outputForms[c.Format]; !ok && c.Format != "" {
		return query, at, wrong("--format: there are text, jsonl, csv, parquet and arrow")
	}
	if c.Canaries && (len(c.Lists) > 0 || len(c.ListingKinds) > 0 || c.AsOf != "" || c.KnownAt != "") {
		return query, at, wrong("--canaries is for runs by the policy against the lists in force; leave out --lists, --listing-kinds, --as-of and --known-at")
	}
	outputs := c.Output
	if c.Summary != "" {
		outputs = append(slices.Clone(outputs), c.Summary)
	}
	inputs := c.Files
	if c.Map != "" {
		inputs = append(slices.Clone(inputs), c.Map)
	}
	query.All, query.Cleared = c.All, c.All
	return query, at, checkOutputs(outputs, inputs)
}

// input is one opened file of subjects.
type input struct {
	*subjects.Customers
	name string
	// query is that of an input that is one, as a receipt keeps it.
	query string
	size  int64 // bytes, 0 where it isn't known
	// again says that it can be read once more.
	again bool
	// at is how far the file has been cut into blocks.
	at atomic.Int64
}

// Next counts how far the file is read.
func (i *input) Next() (subjects.Block, error) {
	b, err := i.Customers.Next()
	if read, of := i.Far(); of > 0 { // not all, until it is screened too
		i.at.Store(min(int64(float64(i.size)/float64(of)*float64(read)), i.size-1))
	}
	return b, err
}

// openInputs opens all files before the first is screened, so that a wrong
// name costs no run.
func (m *Main) openInputs(ctx context.Context, c *screenCmd) (inputs []*input, err error) {
	var o subjects.Options
	if o.Mapping, err = mappingOf(c.Map); err != nil {
		return nil, err
	}
	paths, err := c.inputs(c.Files)
	if err != nil {
		return nil, err
	}
	return openFiles(ctx, m.Stdin, paths, o)
}

// mappingOf reads what columns mean, where --map names a file that says it.
func mappingOf(path string) (*table.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	m, err := subjects.ReadMapping(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("--map: %w", absent(path))
	}
	if err != nil {
		return nil, usage{err}
	}
	return m, nil
}

// standardInput is what it is called.
const standardInput = "standard input"

// absent is the error of a file that is not where it was said to be.
type absent string

func (path absent) Error() string { return string(path) + " does not exist; check the path" }

func (path absent) Is(target error) bool { return target == fs.ErrNotExist }

// orAbsent is why a file could not be opened.
func orAbsent(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return absent(path)
	}
	return err
}

// openFiles opens inputs; - is stdin.
func openFiles(ctx context.Context, stdin io.Reader, paths []string, o subjects.Options) (inputs []*input, err error) {
	for _, path := range paths {
		in := &input{name: path}
		switch {
		case isQuery(path):
			in, err = openQuery(ctx, path, o)
		case path == "-" && stdin == nil:
			err = errors.New("the run read standard input, which is gone; name the same content as a file")
		case path == "-":
			in.name = standardInput
			in.Customers, err = subjects.Stream(stdin, in.name, o)
		default:
			in.Customers, err = subjects.Open(path, o)
			if info, statErr := os.Stat(path); statErr == nil && info.Mode().IsRegular() {
				if in.again = true; err == nil {
					if _, of := in.Far(); of > 0 {
						in.size = info.Size()
					}
				}
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = absent(path)
		}
		if err != nil {
			closeInputs(inputs)
			return nil, err
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

func closeInputs(inputs []*input) {
	for _, in := range inputs {
		in.Close()
	}
}

// run is one screening of all inputs.
type run struct {
	m        *Main
	g        *globals
	cmd      *screenCmd
	base     *base.Base
	settings *settings
	query    screen.Query
	inputs   []*input
	canaries *canaryFile // nil: none
	sealKey  *sealed.Key // of what stood in refused rows; nil: it is not kept
	sum      report.Summary
}

// screen screens the inputs, writes all outputs and says what it came to.
func (r *run) screen(ctx context.Context) (*report.Summary, error) {
	k, err := r.keep()
	if err != nil {
		return nil, err
	}
	sum, err := r.into(ctx, k)
	return sum, k.end(err)
}

// into screens the inputs and writes all outputs.
func (r *run) into(ctx context.Context, k *keeping) (*report.Summary, error) {
	began := k.began()
	header := r.base.Header(began)
	header.All = r.cmd.All
	for _, in := range r.inputs {
		header.Inputs = append(header.Inputs, in.name)
	}
	r.begin(header)
	writers, onTerminal, err := r.standardOutput(header)
	if err != nil {
		return nil, err
	}
	err = withOutputs(k.files(), r.cmd.Output, header, r.base.Lookup, writers, func(writers []report.Writer) error {
		ranges, err := r.inputsInto(ctx, k, writers, !onTerminal)
		if err != nil {
			return err
		}
		r.end(began)
		if err := k.receipt(ctx, ranges); err != nil {
			return err
		}
		for _, w := range writers {
			if err := w.Close(&r.sum); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.cmd.Summary != "" {
		if err := writeFileIn(k.files(), r.cmd.Summary, func(w io.Writer) error { return report.Encoder(w).Encode(&r.sum) }); err != nil {
			return nil, err
		}
	}
	if !r.g.Quiet && (!onTerminal || !r.m.Err.Is) {
		return &r.sum, report.WriteSummary(r.m.Stderr, r.m.errStyle(), &r.sum)
	}
	return &r.sum, nil
}

// standardOutput is what goes to standard output: what was asked for, nothing
// where there are output files, else the readable report. onTerminal says that a
// person reads it as it comes.
func (r *run) standardOutput(h *report.Header) (writers []report.Writer, onTerminal bool, err error) {
	form := outputForms[r.cmd.Format]
	switch {
	case r.g.JSON && form != textForm && form != jsonForm:
		return nil, false, wrong("--json writes JSON lines to standard output, --format %s something else; leave one out", r.cmd.Format)
	case r.m.Out.Is && (form == parquetForm || form == arrowForm):
		return nil, false, wrong("--format %s is not for people to read; send standard output to a file or a program", r.cmd.Format)
	case form != textForm:
		w, _, err := newWriter(form, r.m.Stdout, h, r.base.Lookup)
		return []report.Writer{w}, false, err
	case r.g.JSON:
		return []report.Writer{report.JSONLines(r.m.Stdout, h)}, false, nil
	case len(r.cmd.Output) > 0 && r.cmd.Format == "":
		return nil, false, nil
	}
	w, err := report.Text(r.m.Stdout, r.m.style(), h, r.base.Lookup, true)
	return []report.Writer{w}, r.m.Out.Is, err
}

func (r *run) begin(h *report.Header) {
	r.sum = report.Summary{
		Interdict: version(), Began: h.Made.UTC().Truncate(time.Second), Inputs: h.Inputs, Policy: h.Policy, Threshold: h.Threshold, AsOf: h.AsOf, KnownAt: h.KnownAt, Demo: h.Demo, Lists: h.Lists, Hashes: h.Hashes,
		Codes: map[string]int64{}, Refusals: []report.Refusal{}, Notes: []string{}, Stale: []string{},
	}
	for _, l := range h.Lists {
		if l.Old || l.Health == report.Stale {
			r.sum.Stale = append(r.sum.Stale, l.ID)
		}
	}
}

// inputsInto screens one input after the other.
func (r *run) inputsInto(ctx context.Context, k *keeping, writers []report.Writer, bar bool) ([]runs.Range, error) {
	total := int64(0)
	for _, in := range r.inputs {
		if total += in.size; in.size == 0 {
			total = 0
			break
		}
	}
	p := &progress{}
	if bar {
		p = r.m.newProgress(r.g, total)
	}
	tell := r.base.Standings().Telling(ctx, each(writers))
	inputs := make([]runs.Input, len(r.inputs))
	for i, in := range r.inputs {
		inputs[i] = in
	}
	if r.canaries != nil && r.canaries.input != nil { // behind all others, and told to nobody
		inputs = append(inputs, r.canaries.input)
	}
	at := func() (bytes int64) {
		for _, in := range r.inputs {
			bytes += in.at.Load()
		}
		return bytes
	}
	ranges, err := runs.Screen(ctx, r.base.Engine, inputs, &k.plan, func(n int, found *interdict.Result) error {
		if n == len(r.inputs) {
			r.canaries.take(found)
			return nil
		}
		return tell(found)
	},
		func(done screen.Progress) { p.at(at(), done.Screened, done.SubjectsHit) })
	p.end()
	if err != nil {
		return nil, err
	}
	if ranges, err = r.judgeCanaries(ranges); err != nil {
		return nil, err
	}
	k.resumed(ranges)
	r.sum.Cover(ranges)
	r.notes(ranges)
	return ranges, nil
}

func (r *run) end(began time.Time) {
	r.sum.Seconds = math.Round(r.m.Now().Sub(began).Seconds()*1000) / 1000
}

// notes say what is worth knowing of each input as a whole.
func (r *run) notes(ranges []runs.Range) {
	for i, in := range r.inputs {
		unknown, notes := in.Unknown(), []subjects.Note{}
		for j := range ranges {
			if ranges[j].Input == i {
				unknown = union(unknown, ranges[j].Unknown)
				notes = addNotes(notes, ranges[j].Notes)
			}
		}
		r.sum.Notes = append(r.sum.Notes, notesOf(in.name, in.Unread(), unknown, notes)...)
	}
}

func notesOf(name string, unread, unknown []string, notes []subjects.Note) (out []string) {
	if len(unread) > 0 {
		out = append(out, fmt.Sprintf("%s: cannot be read: %s; write what describes the party as columns of its own", name, strings.Join(unread, ", ")))
	}
	if len(unknown) > 0 {
		note := fmt.Sprintf("%s: not used: %s; --map FILE gives a column a meaning", name, strings.Join(unknown, ", "))
		if strings.ContainsRune(note, utf8.RuneError) { // how bytes that are no letter are read
			note += ", or says in which encoding the file is: it is not UTF-8"
		}
		out = append(out, note)
	}
	for _, n := range notes {
		out = append(out, fmt.Sprintf("%s: %s in %d rows: %s", name, n.Code, n.Rows, n.Reason))
	}
	return out
}

// union adds what a list does not hold yet.
func union(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// addNotes adds counts to those of the same code.
func addNotes(list, more []subjects.Note) []subjects.Note {
	for _, n := range more {
		if i := slices.IndexFunc(list, func(o subjects.Note) bool { return o.Code == n.Code }); i >= 0 {
			list[i].Rows += n.Rows
		} else {
			list = append(list, n)
		}
	}
	return list
}
