package name

// Business says whether something in a name whose bearer's kind is not stated
// tells that it is an organisation: a legal form, or a word such as "bank".
func (a *Analyser) Business(full string) bool {
	if a.tab == nil {
		a.tab = known()
	}
	a.lang, a.company = "", false
	a.split(full[:min(len(full), MaxBytes)])
	if len(a.spans) == 0 {
		return false
	}
	a.lookUp()
	return a.business()
}
