package index

import "github.com/interdict/interdict/score"

// Misspelled words are found by symmetric deletion: two words within d typing
// errors share a form that is left when at most d letters of each are left
// out. The index holds those forms of every word it knows, a subject's word
// probes with its own. Of a long word only the first deletePrefix letters
// count, which keeps the forms few and loses nothing: the beginnings of two
// words within d errors are within d deletions of one another too.
const deletePrefix = 10

// deletions calls f with the hash of each form of a word with up to
// score.EditsAllowed(len(word)) letters left out. Forms may repeat.
func deletions(word string, f func(hash uint64)) {
	errors := score.EditsAllowed(len(word))
	n := min(len(word), deletePrefix)
	var before, after, power [deletePrefix + 1]uint64 // hashes of beginnings and endings; powers of the base
	power[0] = 1
	for i := 0; i < n; i++ {
		before[i+1] = before[i]*polyBase + uint64(word[i]) + 1
		power[i+1] = power[i] * polyBase
	}
	for i := n - 1; i >= 0; i-- {
		after[i] = after[i+1] + (uint64(word[i])+1)*power[n-1-i]
	}
	f(mix(before[n], saltDelete))
	if errors == 0 {
		return
	}
	for i := 0; i < n; i++ {
		f(mix(before[i]*power[n-1-i]+after[i+1], saltDelete))
	}
	if errors == 1 {
		return
	}
	for i := 0; i < n; i++ {
		head := before[i]
		for j := i + 1; j < n; j++ {
			f(mix(head*power[n-1-j]+after[j+1], saltDelete))
			head = head*polyBase + uint64(word[j]) + 1
		}
	}
}
