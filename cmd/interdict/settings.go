package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
)

// settingFlags name what an answer depends on beside the lists.
type settingFlags struct {
	Policy  string `placeholder:"NAME" help:"What counts as a hit: default, strict, or a policy file (see interdict policy show)."`
	Weights string `placeholder:"FILE" help:"Score with the weights of a file (see interdict weights show)."`
}

// settings are what an answer depends on beside the lists.
type settings struct {
	policy  policy.Policy
	weights score.Weights
	// The texts of both, as a receipt keeps them.
	policyText, weightsText string
}

// settings reads the files; a threshold that is not empty stands in place of
// the policy's.
func (f *settingFlags) settings(threshold string) (s settings, err error) {
	if s.policy, s.policyText, err = readPolicy(f.Policy); err != nil {
		return s, err
	}
	if threshold != "" {
		if s.policy.Threshold, err = parseThreshold(threshold); err != nil {
			return s, err
		}
	}
	s.weights, s.weightsText, err = readWeights(f.Weights)
	return s, err
}

// readPolicy reads a policy by its name or from a file, "" the default one.
func readPolicy(name string) (p policy.Policy, text string, err error) {
	if name == "" {
		name = "default"
	}
	text, ok := policy.Shipped(name)
	if !ok {
		if text, err = settingFile(name); err != nil {
			return p, "", wrong("policy %q is neither default nor strict, and as a file it cannot be read: %w", name, err)
		}
	}
	if p, err = policy.Parse(name, text); err != nil {
		err = usage{err}
	}
	return p, text, err
}

// readWeights reads a file of weights, "" the default ones.
func readWeights(path string) (w score.Weights, text string, err error) {
	if path == "" {
		return score.Default(), score.DefaultText, nil
	}
	if text, err = settingFile(path); err != nil {
		return w, "", wrong("the weights cannot be read: %w", err)
	}
	if w, err = score.ParseWeights(path, text); err != nil {
		err = usage{err}
	}
	return w, text, err
}

// maxSettings is the most bytes of a policy or a file of weights.
const maxSettings = 1 << 20

func settingFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", orAbsent(path, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSettings+1))
	if err == nil && len(b) > maxSettings {
		err = fmt.Errorf("%s has over %d MB; name a text file", path, maxSettings>>20)
	}
	return strings.TrimPrefix(string(b), "\ufeff"), err
}

type policyCmd struct {
	Show policyShowCmd `cmd:"" help:"Print a policy, to be read, or copied and changed."`
}

type policyShowCmd struct {
	Name string `arg:"" optional:"" help:"default, strict, or a policy file, which is checked (default: default)."`
}

// policyAnswer is the JSON of `policy show`.
type policyAnswer struct {
	Hash string `json:"hash"`
	policy.Policy
}

func (c *policyShowCmd) Run(m *Main, g *globals) error {
	p, text, err := readPolicy(c.Name)
	if err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(policyAnswer{p.Hash(), p})
	}
	m.say(g, "Policy %s, hash %s", p.Name, p.Hash())
	_, err = io.WriteString(m.Stdout, text)
	return err
}

type weightsCmd struct {
	Show weightsShowCmd `cmd:"" help:"Print the weights of scoring, to be read, or copied and changed."`
}

type weightsShowCmd struct {
	File string `arg:"" optional:"" help:"A file of weights, which is checked (default: those in force)."`
}

// weightsAnswer is the JSON of `weights show`.
type weightsAnswer struct {
	Hash    string                 `json:"hash"`
	Weights map[string]json.Number `json:"weights"`
}

func (c *weightsShowCmd) Run(m *Main, g *globals) error {
	w, text, err := readWeights(c.File)
	if err != nil {
		return err
	}
	if g.JSON {
		answer := weightsAnswer{w.Hash(), map[string]json.Number{}}
		for name, value := range w.Values() {
			answer.Weights[name] = json.Number(value)
		}
		return report.Encoder(m.Stdout).Encode(answer)
	}
	m.say(g, "Weights, hash %s", w.Hash())
	_, err = io.WriteString(m.Stdout, text)
	return err
}
