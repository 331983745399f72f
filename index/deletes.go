package index

import (
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/score"
)

// Misspelled words are found by symmetric deletion: two words within d typing
// errors share a form that is left when at most d letters of each are left
// out. The index holds such forms of every word it knows, a subject's word
// probes with its own.
//
// A listed word under longWord letters has its forms without up to d letters.
// A longer one would have many. It is cut into its first headLetters letters,
// one letter between, and the rest, so that no error, the exchange of two letters
// among them, touches both. With two errors in all, either the head has one at
// most, and is found by its forms without a letter; or it has both, and the rest
// stands in the subject's word as it is, moved by up to two places.
const (
	longWord    = 10
	headLetters = 6
	restFrom    = headLetters + 1
	// mostErrors is the most that score.EditsAllowed answers.
	mostErrors = 2
)

// listedForms calls f with the hash of each form under which a listed word is
// found. Forms may repeat.
func listedForms(word string, f func(hash uint64)) {
	if len(word) < longWord {
		deletions(word, 0, score.EditsAllowed(len(word)), saltDelete, f)
		return
	}
	deletions(word[:headLetters], 0, 1, saltHead, f)
	f(mix(polyhash.Of(word[restFrom:]), saltRest))
}

// subjectForms calls f with the hash of each form with which a subject's word
// probes.
func subjectForms(word string, f func(hash uint64)) {
	if n := len(word); n < longWord+mostErrors {
		// Where every listed word of this kind is as long at most, all that share a
		// form share one without two letters of the subject's.
		least, most := 0, score.EditsAllowed(n)
		if n >= longWord-1 {
			least = most
		}
		deletions(word, least, most, saltDelete, f)
	}
	if len(word) < longWord-mostErrors {
		return
	}
	deletions(word[:headLetters], 0, 1, saltHead, f)   // its head as it is, or without a letter
	deletions(word[:headLetters+1], 1, 1, saltHead, f) // or with one more
	for from := restFrom - mostErrors; from <= restFrom+mostErrors && len(word)-from >= longWord-restFrom; from++ {
		f(mix(polyhash.Of(word[from:]), saltRest))
	}
}

// deletions calls f with the hash of each form of a few letters with at least
// and at most so many of them left out.
func deletions(letters string, least, most int, salt uint64, f func(hash uint64)) {
	n := len(letters)
	var before, after, power [longWord + mostErrors]uint64 // hashes of beginnings and endings; powers of the base
	power[0] = 1
	for i := 0; i < n; i++ {
		before[i+1] = polyhash.Letter(before[i], letters[i])
		power[i+1] = power[i] * polyhash.Base
	}
	for i := n - 1; i >= 0; i-- {
		after[i] = after[i+1] + (uint64(letters[i])+1)*power[n-1-i]
	}
	if least == 0 {
		f(mix(before[n], salt))
	}
	if least <= 1 && most >= 1 {
		for i := 0; i < n; i++ {
			f(mix(before[i]*power[n-1-i]+after[i+1], salt))
		}
	}
	if most < 2 {
		return
	}
	for i := 0; i < n; i++ {
		head := before[i]
		for j := i + 1; j < n; j++ {
			f(mix(head*power[n-1-j]+after[j+1], salt))
			head = polyhash.Letter(head, letters[j])
		}
	}
}
