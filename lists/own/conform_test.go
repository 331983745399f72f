package own_test

import (
	"testing"

	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/lists/own"
)

func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{
		Format: own.CSV(nil), List: "own_test", Untold: true, Open: true,
		Parts: map[string]string{lists.Main: "testdata/watchlist.csv"},
	})
}
