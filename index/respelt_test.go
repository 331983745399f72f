package index

import (
	"testing"

	"github.com/interdict/interdict"
)

// Words that a subject has as another language spells them are found as exhaustive
// scoring finds them.
func TestRespelt(t *testing.T) {
	person := func(full string) []interdict.Name { return []interdict.Name{{Full: full}} }
	var listings []interdict.Listing
	for i, full := range []string{
		"Boris Aleksandrovich CHERNYSHOV", "Oleg MISHCHENKO", "Sergei MIKHAILOV", "Ali Qotbi", "Ali Ghotbi", "Naji Hijaj", "Andrei KAZAKOV", "Omar Hirsi", "Elena YELIZAROVA", "Jiang Wei", "Yang Wei",
	} {
		listings = append(listings, interdict.Listing{ID: string(rune('a' + i)), List: "us_ofac_sdn", Schema: interdict.Person, Names: person(full)})
	}
	var subjects []interdict.Subject
	for _, full := range []string{
		"Boris Aleksandrovitj TJERNYSJOV", "Tjernysjov, Boris", "Oleg MISJTJENKO", "Sergej MICHAJLOV", "Ali Ghotbi", "Ali Qotbi", "Naci Hicac", "Andrei KAZAKOU", "Omar Xirsi", "Elena JELIZAROVA",
		"Boris TJERNYSJOF", "Jiang Wei", "Yang Wei", "BorisTjernysjov",
	} {
		subjects = append(subjects, interdict.Subject{Names: person(full)}, interdict.Subject{Schema: interdict.Person, Names: person(full)})
	}
	if hits := against(t, listings, subjects, shipped); hits[0] < len(subjects)*8/10 {
		t.Errorf("%d hits: the subjects do not try anything", hits[0])
	}
}
