package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
)

type versionCmd struct{}

// versionAnswer is the JSON of `version`.
type versionAnswer struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	// Analysis, and Scoring and Policy where no other is named, are the hashes
	// that a screening's summary names too.
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
	Policy   string `json:"policy"`
}

func (c *versionCmd) Run(m *Main, g *globals) error {
	weights, p := score.Default(), policy.Default()
	v := versionAnswer{
		Version: version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Analysis: score.AnalysisHash(), Scoring: weights.Hash(), Policy: p.Hash(),
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(v)
	}
	_, err := fmt.Fprintf(m.Stdout, "interdict %s (%s, %s)\nanalysis %s\nscoring  %s\npolicy   %s\n", v.Version, v.Go, v.Platform, v.Analysis, v.Scoring, v.Policy)
	return err
}

// version is the module's version where it was installed as one, else the
// commit it was built from.
func version() string {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := b.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" {
			return "commit " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "development"
}
