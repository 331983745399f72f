package ftm

import "github.com/interdict/interdict"

// KindOf is what OpenSanctions' topics make of a party, empty where it has none.
func KindOf(topics []string) interdict.Kind { return facts().kind(topics) }

// IDType is the type of the identifier that a property of the model holds, such
// as "innCode".
func IDType(property string) (interdict.IDType, bool) {
	m := facts().props[property]
	return interdict.IDType(m.arg), m.field == "id"
}
