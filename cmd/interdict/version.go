package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
)

type versionCmd struct{}

// versionAnswer is the JSON of `version`.
type versionAnswer struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	// Analysis and Scoring are the hashes that a screening's summary names too.
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
}

func (c *versionCmd) Run(m *Main, g *globals) error {
	weights := score.Default()
	v := versionAnswer{
		Version: version(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Analysis: score.AnalysisHash(), Scoring: weights.Hash(),
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(v)
	}
	_, err := fmt.Fprintf(m.Stdout, "interdict %s (%s, %s)\nanalysis %s\nscoring  %s\n", v.Version, v.Go, v.Platform, v.Analysis, v.Scoring)
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
