package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/report"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check receipts: that none was changed, taken out or put in."`
	Replay auditReplayCmd `cmd:"" help:"Do a run again, and say whether it comes to what its receipt says."`

	Refused auditRefusedCmd `cmd:"" help:"Show the rows that a run refused, with what stood in them (screen --keep-refused)."`
}

type auditVerifyCmd struct {
	Receipts []string `arg:"" optional:"" name:"receipt" help:"Files of receipts or of signed reports (monitor report), from anywhere (default: all receipts of the data folder, as a chain)."`
	Key      string   `placeholder:"FILE" help:"The public key (PEM) that has to have signed them (default: that of the data folder)."`
}

func (c *auditVerifyCmd) Run(m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	answer, err := c.verify(audit.In(g.Data))
	if err != nil {
		return err
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteVerified(m.Stdout, m.style(), answer)
	}
	if err == nil && !answer.OK {
		err = done(exitFailed)
	}
	return err
}

func (c *auditVerifyCmd) verify(folder audit.Folder) (*report.Verified, error) {
	key, from := "", c.Key
	var err error
	switch {
	case c.Key != "":
		if key, err = audit.ReadPublicKey(c.Key); err != nil {
			return nil, usage{err}
		}
	case len(c.Receipts) > 0:
		// A file that another installation signed is not this one's; who has none
		// checks a file by itself.
		if own, err := folder.PublicKey(); err == nil {
			key, from = own, "this data folder; name theirs with --key"
		}
	}
	var found []audit.Finding
	if len(c.Receipts) == 0 {
		if found, err = folder.Verify(); err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s holds no receipt yet; `interdict screen` makes one for each run", folder)
		}
	}
	out := &report.Verified{OK: true}
	for _, f := range found {
		if f.OK && key != "" && f.Key != key {
			f.OK, f.Words = false, "it was signed by another key than that of "+from
		}
		out.OK = out.OK && f.OK
		out.Receipts = append(out.Receipts, verified(&f))
	}
	for _, path := range c.Receipts {
		v, err := checkFile(path)
		if err != nil {
			return nil, err
		}
		if v.OK && key != "" && v.Key != key {
			v.OK, v.Words = false, "it was signed by another key than that of "+from
		}
		out.OK = out.OK && v.OK
		out.Receipts = append(out.Receipts, *v)
	}
	return out, nil
}

// checkFile checks a receipt or a report by itself.
func checkFile(path string) (*report.VerifiedReceipt, error) {
	file, err := audit.ReadAny(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, usage{absent(path)}
	case err != nil:
		return &report.VerifiedReceipt{Name: filepath.Base(path), Words: strings.TrimPrefix(err.Error(), path+": ")}, nil
	case file.Report != nil:
		r := file.Report
		return &report.VerifiedReceipt{Kind: report.CoverageReport, Name: filepath.Base(path), OK: true, SHA256: r.SHA256, Key: r.Key, Ended: &r.Made, Inputs: r.Names, Covered: &r.Covered}, nil
	}
	s := file.Receipt
	v := verified(&audit.Finding{Number: s.Number, OK: true, Sum: s.Sum(), Key: s.Key(), Receipt: &s.Receipt})
	return &v, nil
}

func verified(f *audit.Finding) report.VerifiedReceipt {
	v := report.VerifiedReceipt{Name: audit.Name(f.Number), OK: f.OK, SHA256: f.Sum, Key: f.Key, Words: f.Words}
	if r := f.Receipt; r != nil {
		v.Ended, v.Read, v.Refused, v.Hits = &r.Ended, r.Read, r.Refused, r.Hits
		for _, in := range r.Inputs {
			v.Inputs = append(v.Inputs, in.Name)
		}
		if p := r.Population; p != nil {
			v.Inputs, v.Read, v.Refused = []string{"population " + p.Name + ", all covered by a " + p.Mode + " run"}, p.Covered, p.Refused
		}
	}
	return v
}
