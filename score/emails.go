package score

import "strings"

// maxEmails bounds how many e-mail addresses of a party are compared.
const maxEmails = 32

// addEmails keeps what has the form of an e-mail address.
func (dst *Party) addEmails(addresses []string) {
	for _, a := range addresses {
		if len(dst.Emails) == maxEmails {
			return
		}
		if a = strings.TrimSpace(a); domain(a) != "" {
			dst.Emails = append(dst.Emails, a)
		}
	}
}

// domain is what stands behind an e-mail address's at sign, empty for what is
// no address.
func domain(address string) string {
	before, after, ok := strings.Cut(address, "@")
	if !ok || before == "" || strings.Contains(after, "@") || !strings.Contains(after, ".") {
		return ""
	}
	return after
}

// mailHosts give addresses to anybody, so that sharing one tells nothing. A
// host's other endings (yahoo.fr) count with it.
var mailHosts = wordSet(`
	gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me aol gmx web mail inbox bk list
	yandex ya rambler protonmail proton pm tutanota zoho 163 126 qq sina sohu aliyun foxmail yeah naver daum hanmail
	rediffmail t-online freenet orange wanadoo free laposte libero ukr i bigmir abv seznam wp o2 chmail cyber emirates
	scs-net mtnsyr cytanet ttnet vodafone btinternet comcast verizon att sbcglobal bellsouth`)

// ownDomain says whether a domain is its holder's own, as far as that is known.
func ownDomain(domain string) bool {
	host, _, _ := strings.Cut(domain, ".")
	return !mailHosts[strings.ToLower(host)]
}

// emails finds the best agreement of two e-mail addresses.
func (w *Weights) emails(s, e []string) (best Fact, ok bool) {
	for i := range s {
		for j := range e {
			f := Fact{Field: EmailField, Subject: i, Entity: j, Rule: OtherEmail, Full: w.EmailAgainst}
			switch {
			case strings.EqualFold(s[i], e[j]):
				f.Rule, f.Agree, f.Full = SameEmail, w.EmailAgree, w.EmailAgree
			case strings.EqualFold(domain(s[i]), domain(e[j])) && ownDomain(domain(s[i])):
				f.Rule, f.Agree, f.Full = SameDomain, w.DomainAgree, w.DomainAgree
			}
			if !ok || f.better(&best) {
				best, ok = f, true
			}
		}
	}
	return best, ok
}
