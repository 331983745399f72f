package main

import (
	"fmt"
	"strings"
)

// sample is a made-up edition of a list in one format. The parties are
// numbered from 1; party 1 is Zhao Guangzong, who must always be found.
type sample struct {
	name, list string
	file       string // name of its main file
	head       func(day [3]int, parties int) string
	record     func(p party) string
	tail       func(parties int) string
	declares   bool // head states the number of parties
}

// party is what a sample says of one.
type party struct {
	number      int
	given, last string
	born        string // day of birth as the format writes it, empty for a good one
}

// Days of editions: the one in force and the next.
var (
	goodDay = [3]int{2026, 11, 20}
	nextDay = [3]int{2026, 11, 23}
)

const sampleSize = 12

func partyOf(i int) party {
	if i == 1 {
		return party{number: 1, given: "Guangzong", last: "Zhao"}
	}
	return party{number: i, given: "Exemplar " + strings.ToUpper(string(rune('A'+i%26))), last: "Fictivov" + strings.Repeat("a", i%5)}
}

// records are the records of parties from..to.
func (s *sample) records(from, to int) []string {
	var out []string
	for i := from; i <= to; i++ {
		out = append(out, s.record(partyOf(i)))
	}
	return out
}

// edition is a whole file of records.
func (s *sample) edition(day [3]int, records []string) string {
	return s.head(day, len(records)) + strings.Join(records, "") + s.tail(len(records))
}

// dated says that the files state their edition's date.
func (s *sample) dated() bool { return s.name != "OFAC CSV" && s.name != "own list CSV" }

// isXML says which sorts of damage there can be.
func (s *sample) isXML() bool { return strings.HasSuffix(s.file, ".xml") }

// ends is the tail of a file that closes the same way however many parties it
// has.
func ends(text string) func(int) string { return func(int) string { return text } }

func orBorn(born, good string) string {
	if born != "" {
		return born
	}
	return good
}

// samples are the formats.
func samples() []*sample {
	return []*sample{ofacCSV(), ofacXML(), ofacAdvanced(), ukXML(), ukCSV(), conListCSV(), unXML(), ownCSV()}
}

func ofacCSV() *sample {
	return &sample{name: "OFAC CSV", list: "us_ofac_sdn", file: "sdn.csv", tail: ends("\x1a"),
		head: func([3]int, int) string { return "" },
		record: func(p party) string {
			return fmt.Sprintf("%d,\"%s, %s\",\"individual\",\"CYBER2\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB %s; nationality China; Gender Male.\"\r\n",
				47000+p.number, strings.ToUpper(p.last), p.given, orBorn(p.born, "12 Nov 1985"))
		}}
}

func ofacXML() *sample {
	return &sample{name: "OFAC XML", list: "us_ofac_sdn", file: "sdn.xml", tail: ends("</sdnList>\n"), declares: true,
		head: func(d [3]int, n int) string {
			return fmt.Sprintf(`<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation>
    <Publish_Date>%02d/%02d/%d</Publish_Date>
    <Record_Count>%d</Record_Count>
  </publshInformation>
`, d[1], d[2], d[0], n)
		},
		record: func(p party) string {
			return fmt.Sprintf(`  <sdnEntry>
    <uid>%d</uid>
    <firstName>%s</firstName>
    <lastName>%s</lastName>
    <sdnType>Individual</sdnType>
    <programList>
      <program>CYBER2</program>
    </programList>
    <dateOfBirthList>
      <dateOfBirthItem>
        <uid>%d</uid>
        <dateOfBirth>%s</dateOfBirth>
        <mainEntry>true</mainEntry>
      </dateOfBirthItem>
    </dateOfBirthList>
  </sdnEntry>
`, 47000+p.number, p.given, strings.ToUpper(p.last), 90000+p.number, orBorn(p.born, "12 Nov 1985"))
		}}
}

func ofacAdvanced() *sample {
	return &sample{name: "OFAC Advanced XML", list: "us_ofac_sdn", file: "sdn_advanced.xml",
		tail: func(n int) string {
			entries := ""
			for i := 1; i <= n; i++ {
				entries += fmt.Sprintf(`    <SanctionsEntry ID="%[1]d" ProfileID="%[1]d" ListID="1550">
      <EntryEvent ID="%[1]d" EntryEventTypeID="1" LegalBasisID="1">
        <Comment />
        <Date CalendarTypeID="1"><Year>2024</Year><Month>3</Month><Day>25</Day></Date>
      </EntryEvent>
    </SanctionsEntry>
`, 47000+i)
			}
			return "  </DistinctParties>\n  <ProfileRelationships />\n  <SanctionsEntries>\n" + entries + "  </SanctionsEntries>\n</Sanctions>\n"
		},
		head: func(d [3]int, n int) string {
			return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<Sanctions Version="3" xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
  <DateOfIssue CalendarTypeID="1">
    <Year>%d</Year>
    <Month>%d</Month>
    <Day>%d</Day>
  </DateOfIssue>
  <ReferenceValueSets>
    <AliasTypeValues><AliasType ID="1403">Name</AliasType></AliasTypeValues>
    <CalendarTypeValues><CalendarType ID="1">Gregorian</CalendarType></CalendarTypeValues>
    <EntryEventTypeValues><EntryEventType ID="1">Created</EntryEventType></EntryEventTypeValues>
    <FeatureTypeValues><FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType></FeatureTypeValues>
    <LegalBasisValues><LegalBasis ID="1" LegalBasisShortRef="Unknown">Unknown</LegalBasis></LegalBasisValues>
    <ListValues><List ID="1550">SDN List</List></ListValues>
    <NamePartTypeValues>
      <NamePartType ID="1520">Last Name</NamePartType>
      <NamePartType ID="1521">First Name</NamePartType>
    </NamePartTypeValues>
    <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
    <ScriptValues><Script ID="215" ScriptCode="Latin">Latin</Script></ScriptValues>
  </ReferenceValueSets>
  <Locations />
  <IDRegDocuments />
  <DistinctParties>
`, d[0], d[1], d[2])
		},
		record: func(p party) string {
			born := orBorn(p.born, "<Year>1985</Year><Month>11</Month><Day>12</Day>")
			id := 47000 + p.number
			return fmt.Sprintf(`    <DistinctParty FixedRef="%[1]d">
      <Comment />
      <Profile ID="%[1]d" PartySubTypeID="4">
        <Identity ID="%[1]d01" FixedRef="%[1]d" Primary="true" False="false">
          <Alias FixedRef="%[1]d" AliasTypeID="1403" Primary="true" LowQuality="false">
            <DocumentedName ID="%[1]d02" FixedRef="%[1]d" DocNameStatusID="1">
              <DocumentedNamePart><NamePartValue NamePartGroupID="3" ScriptID="215" ScriptStatusID="1" Acronym="false">%[3]s</NamePartValue></DocumentedNamePart>
              <DocumentedNamePart><NamePartValue NamePartGroupID="4" ScriptID="215" ScriptStatusID="1" Acronym="false">%[2]s</NamePartValue></DocumentedNamePart>
            </DocumentedName>
          </Alias>
          <NamePartGroups>
            <MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1520" /></MasterNamePartGroup>
            <MasterNamePartGroup><NamePartGroup ID="4" NamePartTypeID="1521" /></MasterNamePartGroup>
          </NamePartGroups>
        </Identity>
        <Feature ID="%[1]d03" FeatureTypeID="8">
          <FeatureVersion ID="%[1]d04" ReliabilityID="1">
            <Comment />
            <DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">
              <Start Approximate="false"><From>%[4]s</From><To>%[4]s</To></Start>
              <End Approximate="false"><From>%[4]s</From><To>%[4]s</To></End>
            </DatePeriod>
          </FeatureVersion>
          <IdentityReference IdentityID="%[1]d01" IdentityFeatureLinkTypeID="1" />
        </Feature>
      </Profile>
    </DistinctParty>
`, id, p.given, p.last, born)
		}}
}

func ukXML() *sample {
	return &sample{name: "UK Sanctions List XML", list: "gb_fcdo_sanctions", file: "UK-Sanctions-List.xml", tail: ends("</Designations>\n"),
		head: func(d [3]int, _ int) string {
			return fmt.Sprintf("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations>\n  <DateGenerated>%02d/%02d/%d</DateGenerated>\n", d[2], d[1], d[0])
		},
		record: func(p party) string {
			return fmt.Sprintf(`  <Designation>
    <LastUpdated>25/03/2024</LastUpdated>
    <DateDesignated>25/03/2024</DateDesignated>
    <UniqueID>CYB%04d</UniqueID>
    <Names>
      <Name>
        <Name1>%s</Name1>
        <Name6>%s</Name6>
        <NameType>Primary Name</NameType>
      </Name>
    </Names>
    <RegimeName>The Cyber (Sanctions) (EU Exit) Regulations 2020</RegimeName>
    <IndividualEntityShip>Individual</IndividualEntityShip>
    <SanctionsImposedIndicators>
      <AssetFreeze>true</AssetFreeze>
    </SanctionsImposedIndicators>
    <IndividualDetails>
      <Individual>
        <DOBs>
          <DOB>%s</DOB>
        </DOBs>
      </Individual>
    </IndividualDetails>
  </Designation>
`, p.number, p.given, strings.ToUpper(p.last), orBorn(p.born, "12/11/1985"))
		}}
}

func ukCSV() *sample {
	return &sample{name: "UK Sanctions List CSV", list: "gb_fcdo_sanctions", file: "UK-Sanctions-List.csv", tail: ends(""),
		head: func(d [3]int, _ int) string {
			month := [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}[d[1]-1]
			return fmt.Sprintf("Report Date: %02d-%s-%d\r\n", d[2], month, d[0]) +
				"Last Updated,Unique ID,Name 6,Name 1,Name type,Regime Name,Designation Type,Sanctions Imposed,Date Designated,D.O.B,UK Statement of Reasons\r\n"
		},
		record: func(p party) string {
			return fmt.Sprintf("25/03/2024,CYB%04d,%s,%s,Primary Name,The Cyber (Sanctions) (EU Exit) Regulations 2020,Individual,Asset freeze,25/03/2024,%s,\"APT31, and more\"\r\n",
				p.number, strings.ToUpper(p.last), p.given, orBorn(p.born, "12/11/1985"))
		}}
}

func conListCSV() *sample {
	return &sample{name: "OFSI consolidated list CSV", list: "gb_hmt_sanctions", file: "ConList.csv", tail: ends(""),
		head: func(d [3]int, _ int) string {
			return fmt.Sprintf("Last Updated,%02d/%02d/%d,,,,,,,,,\r\n", d[2], d[1], d[0]) +
				"Name 6,Name 1,DOB,Nationality,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\r\n"
		},
		record: func(p party) string {
			return fmt.Sprintf("%s,%s,%s,China,\"(UK Sanctions List Ref):CYB%04d. (UK Statement of Reasons):APT31, and more.\",Individual,Primary name,Cyber,25/03/2024,25/03/2024,%d\r\n",
				strings.ToUpper(p.last), p.given, orBorn(p.born, "12/11/1985"), p.number, 16000+p.number)
		}}
}

func unXML() *sample {
	return &sample{name: "UN consolidated XML", list: "un_sc_sanctions", file: "consolidated.xml", tail: ends("  </INDIVIDUALS>\n</CONSOLIDATED_LIST>\n"),
		head: func(d [3]int, _ int) string {
			return fmt.Sprintf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"%d-%02d-%02dT23:00:03.110Z\">\n  <INDIVIDUALS>\n", d[0], d[1], d[2])
		},
		record: func(p party) string {
			return fmt.Sprintf(`    <INDIVIDUAL>
      <DATAID>%d</DATAID>
      <FIRST_NAME>%s</FIRST_NAME>
      <SECOND_NAME>%s</SECOND_NAME>
      <UN_LIST_TYPE>DRC</UN_LIST_TYPE>
      <REFERENCE_NUMBER>CDi.%03d</REFERENCE_NUMBER>
      <LISTED_ON>2012-12-31</LISTED_ON>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
        <DATE>%s</DATE>
      </INDIVIDUAL_DATE_OF_BIRTH>
    </INDIVIDUAL>
`, 6900000+p.number, p.given, strings.ToUpper(p.last), p.number, orBorn(p.born, "1985-11-12"))
		}}
}

func ownCSV() *sample {
	return &sample{name: "own list CSV", list: "own_watch", file: "own_watch.csv", tail: ends(""),
		head: func([3]int, int) string { return "id,name,birth date,nationality,reason\n" },
		record: func(p party) string {
			return fmt.Sprintf("W-%d,%s %s,%s,CN,\"APT31, and more\"\n", p.number, p.given, p.last, orBorn(p.born, "1985-11-12"))
		}}
}
