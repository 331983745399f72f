// Package fr reads France's national register of asset freezes (fr_tresor_gels_avoir):
// all who are under a freeze in French territory, by decision of the United
// Nations, the European Union or France itself (articles L. 562-1 and following
// of the Code monétaire et financier). The Treasury publishes it as JSON:
// https://gels-avoirs.dgtresor.gouv.fr/ApiPublic/api/v1/publication/derniere-publication-fichier-json
//
//	{"Publications": {"DatePublication": "2026-07-11T12:00:00", "PublicationDetail": [
//	  {"IdRegistre": 4240, "Nature": "Personne physique", "Nom": "SHILKIN", "RegistreDetail": [
//	    {"TypeChamp": "PRENOM", "Valeur": [{"Prenom": "Grigory Vladimirovich"}]},
//	    {"TypeChamp": "DATE_DE_NAISSANCE", "Valeur": [{"Jour": "20", "Mois": "10", "Annee": "1976"}]}]}]}}
//
// What a reader must know of it:
//
//   - Nom is the family name of a person, the whole name of anyone else; the
//     given names are a field.
//   - Day and month of a birth are empty where they are not known.
//   - Countries are written in French, nationalities as countries or as
//     adjectives; data/countries.tsv has those that differ.
//   - IDENTIFICATION is free text: a comment that says what a number is, or
//     several "word: value" with " - " between them, wallets among them;
//     data/identifications.tsv has the words.
//   - References of the EU and the UN are those lists' own numbers. No entry has
//     a day of listing.
package fr
