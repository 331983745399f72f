package crowd

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/alter"
)

// WriteList writes an invented list of persons, as a company's own list: a name
// in Latin letters, two aliases that are other writings of it, and birth date and
// country as customers have them. With rare, nobody has a common name, nor one of
// those cultures whose family names are a closed list: then a list of a million
// does not name half of all customers.
func WriteList(seed uint64, parties int, rare bool, out io.Writer) error {
	w := csv.NewWriter(out)
	err := w.Write([]string{"id", "type", "name", "aliases", "birth_date", "country"})
	aliases := alter.New(seed)
	var d draft
	if rare {
		d.rare = 500
	}
	for i := range parties {
		d.draw(seed, int64(i))
		for d.native || rare && d.culture.words.rareFamily.none() { // of the same row's dice, until it is Latin
			d.draw(seed, int64(i)+int64(d.next()>>2))
		}
		n := interdict.Name{Full: string(d.name), Kind: interdict.PrimaryName}
		var others []string
		if a, ok := aliases.Light(n, interdict.Person); ok {
			others = append(others, a.Text)
		}
		if a, ok := aliases.Strong(n, interdict.Person); ok {
			others = append(others, a.Text)
		}
		err = errors.Join(err, w.Write([]string{fmt.Sprint(i + 1), "person", n.Full, strings.Join(others, "; "), string(d.birth), d.country}))
	}
	w.Flush()
	return errors.Join(err, w.Error())
}
