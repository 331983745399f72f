package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
)

// keeping is what a run leaves in the data folder: shards while it is under way,
// so that it can go on after it was stopped, and a receipt at its end.
type keeping struct {
	r    *run
	kept *runs.Kept // nil: nothing is kept
	plan runs.Plan
	// private is what a replay needs.
	private audit.Private
}

// keep begins to keep a run. The starter register proves nothing, so nothing is
// kept of it; nor where there is no data folder to keep it in.
func (r *run) keep() (*keeping, error) {
	k := &keeping{r: r, plan: runs.Plan{Query: r.query, Key: runs.NewKey(), Build: version(), Size: r.cmd.RangeSize << 20, Contents: r.cmd.KeepRefused, Seal: r.sealKey}}
	if r.base.Demo {
		return k, nil
	}
	id, err := k.identify()
	if err != nil {
		return nil, err
	}
	k.kept, err = runs.Keep(filepath.Join(r.g.Data, "runs"), id, r.m.Now())
	if errors.Is(err, runs.ErrRunning) {
		return nil, err
	}
	if err != nil {
		r.m.say(r.g, "The run cannot be kept in %s (%v): if it is stopped it begins anew, and it has no receipt.", r.g.Data, err)
		return k, nil
	}
	k.plan.Key, k.plan.Run = k.kept.Key, id
	if r.resumable() {
		k.plan.Dir = k.kept.Dir
	}
	k.private.Key = hex.EncodeToString(k.kept.Key)
	return k, nil
}

// resumable says that the inputs can be read once more: files, not streams.
func (r *run) resumable() bool {
	for _, in := range r.inputs {
		if !in.again {
			return false
		}
	}
	return true
}

// identify names all that the results depend on beside the inputs' content.
func (k *keeping) identify() (string, error) {
	c, p := k.r.cmd, &k.private
	for _, in := range k.r.inputs {
		path := in.name
		switch {
		case in.query != "":
			path = in.query
		case path == standardInput && !in.again:
			path = "-"
		case in.again:
			abs, err := filepath.Abs(in.name)
			if err != nil {
				return "", err
			}
			path = abs
		}
		p.Inputs = append(p.Inputs, path)
	}
	if c.Map != "" {
		text, err := os.ReadFile(c.Map)
		if err != nil {
			return "", err
		}
		p.Mapping = string(text)
	}
	p.Policy, p.Weights = k.r.settings.policyText, k.r.settings.weightsText
	p.Lists, p.Kinds, p.RangeSize = c.Lists, c.ListingKinds, k.plan.Size
	text, err := json.Marshal(struct {
		audit.Private
		Build, Threshold, AsOf, KnownAt string
		All, KeepRefused                bool
		Hashes                          report.Hashes
	}{*p, version(), c.Threshold, c.AsOf, c.KnownAt, c.All, c.KeepRefused, k.r.base.Hashes()})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), err
}

// began is when the run began: before it was stopped, where it was.
func (k *keeping) began() time.Time {
	if k.kept == nil {
		return k.r.m.Now()
	}
	return k.kept.Began
}

// files is where the run's outputs are written.
func (k *keeping) files() atomicfile.FS {
	if k.kept == nil {
		return atomicfile.Private{}
	}
	return k.kept.Files()
}

// receipt makes the run's receipt and names it in the summary.
func (k *keeping) receipt(ctx context.Context, ranges []runs.Range) error {
	if k.kept == nil {
		return nil
	}
	s := &k.r.sum
	kept, err := audit.In(k.r.g.Data).Keep(ctx, report.NewReceipt(s, ranges, k.began(), k.r.m.Now()), &k.private, runs.AllRejected(ranges))
	if err != nil {
		return err
	}
	s.Receipt = audit.Name(kept.Number)
	if k.plan.Contents && s.Refused+s.Partial > 0 {
		return audit.In(k.r.g.Data).KeepContents(kept.Number, k.plan.Seal, runs.AllRejected(ranges))
	}
	return nil
}

// end lets go of the run: for good where it is done, else so that it can go on.
func (k *keeping) end(err error) error {
	switch {
	case k.kept == nil:
		return err
	case err == nil:
		return k.kept.Done()
	case k.plan.Dir != "":
		k.r.m.say(k.r.g, "What was screened is kept: the same command goes on from there.")
	}
	return errors.Join(err, k.kept.Close())
}

// resumed tells that a run goes on.
func (k *keeping) resumed(ranges []runs.Range) {
	n := int64(0)
	for i := range ranges {
		if ranges[i].Resumed {
			n += ranges[i].Rows
		}
	}
	if n > 0 {
		k.r.m.say(k.r.g, "Went on after %s rows that had been screened before.", report.CountWords(n))
	}
}
