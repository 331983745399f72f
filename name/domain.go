package name

import "strings"

// domainEnds are what addresses on the Internet end in, those of many lands among them.
// Not "co", which is a company's.
var domainEnds = func() map[string]bool {
	m := map[string]bool{}
	for end := range strings.FieldsSeq(`com net org info biz edu gov online site shop store pro app dev xyz top club
		global money cloud io me tv cc ws eu asia
		ae af al am ar at az ba be bg br by ca ch cl cn cu cy cz de dk ee eg es fi fr ge gr hk hr hu id il in iq ir it jo
		jp ke kg kp kr kw kz lb lt lu lv ly md mk mm mt mx my ng ni nl no om pe ph pk pl ps pt qa ro rs ru sa sd se sg si
		sk so ss su sy tj tm tn tr tw ua ug uk us uz ve vn ye za zw`) {
		m[end] = true
	}
	return m
}()

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
	if site.end-site.start < minSite && (i < 2 || !domainEnds[string(a.at(site))]) {
		return false // "ru.com" has no name
	}
	text := a.at(*sp)
	if domainEnds[string(text)] {
		return true
	}
	if a.Listed || len(a.spans) != 2 {
		return false
	}
	for end := range domainEnds {
		if len(end) > 2 && len(text) > 2 && oneError(end, text) {
			return true
		}
	}
	return false
}
