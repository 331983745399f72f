package population

import (
	"flag"
	"os"
	"testing"

	"github.com/interdict/interdict/table"
)

// Each draw writes files: fewer draws than elsewhere do.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("40"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// blockOf is a page of a population's first file as a block.
func blockOf(page string) table.Block { return table.Other(1, 1, "\x00"+page) }
