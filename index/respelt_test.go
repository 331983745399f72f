package index

import "testing"

// Words that a subject has as another language spells them, or with an error in another
// spelling, or in another East Slavic language, are found as exhaustive
// scoring finds them.
func TestRespelt(t *testing.T) {
	listings := listedPeople(
		"Boris Aleksandrovich CHERNYSHOV", "Oleg MISHCHENKO", "Sergei MIKHAILOV", "Ali Qotbi", "Ali Ghotbi", "Naji Hijaj", "Andrei KAZAKOV", "Omar Hirsi", "Elena YELIZAROVA", "Jiang Wei", "Yang Wei",
		"Muhammad ZARIF", "Esmail GHAANI", "Usama ZARIF",
		"Ivan SAKALOUSKI", "Ivan SOKOLOVSKI", "Oleg BUGROV", "Pavel KHARCHANKA", "Pavel KHARCHENKO", "Igor TEREBOV", "Anna NIAKRASAVA", "Oleg NAUMENKO", "BTC2WM Exchange", "Aleksandra TYMOSHUKOVA",
	)
	subjects := people(
		"Boris Aleksandrovitj TJERNYSJOV", "Tjernysjov, Boris", "Oleg MISJTJENKO", "Sergej MICHAJLOV", "Ali Ghotbi", "Ali Qotbi", "Naci Hicac", "Andrei KAZAKOU", "Omar Xirsi", "Elena JELIZAROVA",
		"Boris TJERNYSJOF", "Jiang Wei", "Yang Wei", "BorisTjernysjov",
		"Mohmmed Zarif", "Ghaani, Isamael", "Oussma Zarif", "Mohagmed Zarif",
		"Ivan Sokolovsky", "Ivan Sakalouski", "Oleh Buhrov", "Pavel Kharchenko", "Pavel Charcanka", "Ihar Tserabau", "Anna Nekrasova", "Anna Nikrasova", "Oleg Navmenko", "BCT2WM Exchange", "B2TCWM Exchange", "Aleksandr Tymoshukov",
	)
	if hits := against(t, listings, subjects, shipped); hits[0] < len(subjects)*8/10 {
		t.Errorf("%d hits: the subjects do not try anything", hits[0])
	}
}
