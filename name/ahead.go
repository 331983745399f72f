package name

import "unicode/utf8"

// Ahead asks for what analysing a name will read first: what is remembered of its
// words, and how common they are as one. The processor fetches that while other names
// are analysed. It does so for names of ASCII letters, as most are.
func (a *Analyser) Ahead(full string) {
	var room [2 * MaxToken]byte
	text, start := room[:0], 0
	for i := 0; i < len(full) && len(text) < len(room); i++ {
		switch c := asciiClass[full[i]]; {
		case c >= '0':
			text = append(text, c)
		case c == asciiDrop:
		case full[i] >= utf8.RuneSelf:
			return
		default:
			a.met.ahead(&a.queue, hashWord(text[start:]))
			start = len(text)
		}
	}
	a.met.ahead(&a.queue, hashWord(text[start:]))
	a.queue.AddText(rarityTable[rarityPlace(hashWord(text))*4:])
	a.queue.Fetch()
}
