package name

import (
	"strings"
	"sync"
)

// domainEnds are what addresses on the Internet end in.
var domainEnds = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	rows("domains.tsv", 1, func(col []string) {
		for end := range strings.FieldsSeq(col[0]) {
			m[end] = true
		}
	})
	return m
})

// minSite is how many letters and digits stand before the dot of a domain, at least.
const minSite = 3

// domain tags the end of an address on the Internet that is a name, or all of one but its
// legal form, as a legal form, and "www" before it as said before the name: buycash.com
// is called Buycash. The end of a customer's that is all the name may have an error.
func (a *Analyser) domain() {
	for i := len(a.spans) - 1; i > 0; i-- {
		if a.spans[i].part == LegalForm {
			continue
		}
		if !a.endsDomain(i) {
			return
		}
		a.spans[i].part = LegalForm
		if first := &a.spans[0]; i > 1 && first.part == Unknown && string(a.at(*first)) == "www" {
			first.part = Title
		}
	}
}

// endsDomain says whether span i is the end of a domain.
func (a *Analyser) endsDomain(i int) bool {
	sp, site := &a.spans[i], a.spans[i-1]
	if sp.glue != glueDot || sp.part != Unknown || site.part != Unknown {
		return false
	}
	if site.end-site.start < minSite && (i < 2 || !domainEnds()[string(a.at(site))]) {
		return false // "ru.com" has no name
	}
	text := a.at(*sp)
	if domainEnds()[string(text)] {
		return true
	}
	if a.Listed || len(a.spans) != 2 {
		return false
	}
	for end := range domainEnds() {
		if len(end) > 2 && len(text) > 2 && oneError(end, text) {
			return true
		}
	}
	return false
}
