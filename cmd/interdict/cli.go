package main

import (
	"context"
	"errors"
	"regexp"

	"github.com/alecthomas/kong"

	"github.com/interdict/interdict/report"
)

// globals are the flags that every command takes, before or after its name.
type globals struct {
	Data    string     `placeholder:"DIR" group:"every" help:"Folder that holds the register and its snapshots (environment INTERDICT_DATA; default: the user's data folder)."`
	Config  configFile `placeholder:"FILE" group:"every" help:"JSON file with values for flags, by the flags' names."`
	Starter bool       `group:"every" help:"Use the small built-in register instead of the loaded lists. Demonstration only."`
	JSON    bool       `name:"json" group:"every" help:"Write machine-readable JSON to standard output."`
	Quiet   bool       `group:"every" help:"Write nothing but errors to standard error."`
	Help    helpFlag   `short:"h" group:"every" help:"Show help."`
}

// commandLine is everything that can be typed.
type commandLine struct {
	globals

	Lists     listsCmd     `cmd:"" help:"Load lists and see what is loaded."`
	Search    searchCmd    `cmd:"" help:"Find listed parties by name, number or anything."`
	Show      showCmd      `cmd:"" help:"Show a listed party with everything that its list says."`
	Same      sameCmd      `cmd:"" help:"Decide that two listings are one party."`
	Different differentCmd `cmd:"" help:"Decide that two listings are two parties."`
	Match     matchCmd     `cmd:"" help:"Score two names against one another. Needs no list."`
	Explain   explainCmd   `cmd:"" help:"Explain why a name does or does not match a listed party."`
	Screen    screenCmd    `cmd:"" help:"Screen files of customers against the lists."`
	Compare   compareCmd   `cmd:"" help:"Put the same requests to a running yente or Watchman and to us, and tell every difference."`
	Serve     serveCmd     `cmd:"" help:"Answer programs and people over HTTP, on this machine."`
	Beside    besideCmd    `cmd:"" hidden:"" help:"Make a part of what the service needs, which starts this."`
	MCP       mcpCmd       `cmd:"" name:"mcp" help:"Answer an assistant by the Model Context Protocol, on standard input and output."`
	Keys      keysCmd      `cmd:"" help:"Make, see and void the keys by which others may ask the service."`
	Monitor   monitorCmd   `cmd:"" help:"Keep customers screened: who changed, and what changed on the lists."`
	Alerts    alertsCmd    `cmd:"" help:"See and decide the alerts that monitoring raises."`
	Demo      demoCmd      `cmd:"" help:"See in two minutes, offline, what happens on the day that a list changes."`
	Audit     auditCmd     `cmd:"" help:"Check receipts, and do a run again to see whether it comes to the same."`
	Policy    policyCmd    `cmd:"" help:"See what counts as a hit."`
	Weights   weightsCmd   `cmd:"" help:"See what each agreement and contradiction weighs."`
	Version   versionCmd   `cmd:"" help:"Show the program's version and that of its analysis and weights."`
}

type listsCmd struct {
	Load        loadCmd        `cmd:"" help:"Load published list files or folders of them."`
	Update      updateCmd      `cmd:"" help:"Fetch the lists from their publishers, a mirror or a folder, and load what is new."`
	Compile     compileCmd     `cmd:"" help:"Make the snapshot of what is loaded, where it is not there yet."`
	Status      statusCmd      `cmd:"" help:"Show the loaded lists, their age and health."`
	Catalogue   catalogueCmd   `cmd:"" help:"Show every list that is known, loaded or not."`
	Diff        diffCmd        `cmd:"" help:"Say what changed between two editions of a list."`
	Feed        feedCmd        `cmd:"" help:"Write an Atom feed of a list's editions, with what each changed in words."`
	Export      exportCmd      `cmd:"" help:"Give back the files of an edition, byte for byte as they were published."`
	Gaps        gapsCmd        `cmd:"" help:"Show who is listed by some and not by others, since when, and how long each took."`
	Suggestions suggestionsCmd `cmd:"" help:"Show listings that may be one party and are not joined, for a person to decide."`
	Decisions   decisionsCmd   `cmd:"" help:"Show what was decided by hand of listings, by whom and why."`
	Joins       joinsCmd       `cmd:"" help:"Show which facts join listings of several lists to one entity, and which were set aside."`
}

const about = `Sanctions screening on one machine.

Try it without loading anything:
  interdict screen --starter examples/customers.csv`

// errHelp ends parsing once help has been shown.
var errHelp = errors.New("help was shown")

// helpFlag shows help for the command that it stands behind.
type helpFlag bool

// BeforeReset is called by kong as soon as it has seen the flag.
func (helpFlag) BeforeReset(c *kong.Context) error {
	if err := c.PrintUsage(false); err != nil {
		return err
	}
	return errHelp
}

// run parses the arguments and runs the command.
func (m *Main) run(ctx context.Context) error {
	var cl commandLine
	parser, err := kong.New(&cl,
		kong.Name("interdict"), kong.Description(about), kong.Writers(m.Stdout, m.Stderr), kong.NoDefaultHelp(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, NoAppDescFormat: true, WrapUpperBound: report.DefaultWidth}),
		kong.ExplicitGroups([]kong.Group{{Key: "every", Title: "Flags of every command:"}}),
		kong.Exit(func(int) {}), kong.Bind(m),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return err
	}
	args := m.Args
	if len(args) == 0 {
		args = []string{"--help"}
	}
	c, err := parser.Parse(args)
	switch {
	case errors.Is(err, errHelp):
		return nil
	case err != nil:
		return usage{errors.New(inWords(err) + seeHelp(err))}
	}
	if cl.Data == "" {
		cl.Data = m.defaultData()
	}
	return c.Run(m, &cl.globals)
}

// kindOfNumber and kindOfTime are what the library says of a number or time that is
// none, in words of programs.
var (
	kindOfNumber = regexp.MustCompile(`expected a valid \d+ bit u?int but got`)
	kindOfTime   = regexp.MustCompile(`expected duration but got ("[^"]*"): time: .*`)
)

func inWords(err error) string {
	words := kindOfNumber.ReplaceAllString(err.Error(), "expected a whole number but got")
	return kindOfTime.ReplaceAllString(words, "expected a time such as 90s, 30m or 26h but got $1")
}

// seeHelp names the help that fits a wrong command line.
func seeHelp(err error) string {
	command := ""
	if pe, ok := errors.AsType[*kong.ParseError](err); ok && pe.Context != nil && pe.Context.Selected() != nil {
		command = " " + pe.Context.Selected().Path()
	}
	return "; see interdict" + command + " --help"
}
