package name

import "github.com/interdict/interdict"

// TellTwo is how rare a person's first and last name must be together for those
// between them to be ones that the bearer may leave out.
const TellTwo interdict.Millibits = 21000

// OfParticle is how many tenths of a word's rarity one before a name says: of the house
// of Taf are fewer than are called Taf.
const OfParticle = 3

// markBetween marks what stands between the first and the last of a person's names
// where these two tell who it is: Muhammad Khayrbik is Muhammad Nasif Khayrbik, but
// Maria Santos any. That is the second of three names, or, where the list states them,
// all given names behind the first: more of one's names are seldom used than two. The
// syllables of a Chinese or Korean name are none that anybody leaves out.
func markBetween(tokens []Token) {
	var room [MaxTokens]int
	names, last := room[:0], -1
	for i := range tokens {
		switch tokens[i].Part {
		case Given, OfThree:
			names = append(names, i)
		case Family:
			if last >= 0 {
				return
			}
			last = i
		case Middle, Patronymic:
			return
		}
	}
	if last < 0 && len(names) == 3 && tokens[names[0]].Part == OfThree {
		last, names = names[2], names[:2]
	}
	if last < 0 || len(names) < 2 {
		return
	}
	tell := Rarity(tokens[names[0]].Text) + Rarity(tokens[last].Text)
	if last > 0 && tokens[last-1].Part == Particle {
		tell += Rarity(tokens[last-1].Text) * OfParticle / 10
	}
	if tell < TellTwo {
		return
	}
	stated := tokens[last].Part == Family
	eastern := stated || EasternSyllable(string(tokens[last].Text))
	for _, i := range names {
		if stated != (tokens[i].Part == Given) {
			return
		}
		eastern = eastern && EasternSyllable(string(tokens[i].Text))
	}
	if eastern {
		return
	}
	for _, i := range names[1:] {
		tokens[i].Part = Between
	}
}
