package starter

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The day that the demonstration tells of: the United Kingdom and the United
// States designated Zhao Guangzong, Ni Gaobin and their company.
const (
	theDay       = "2024-03-25"
	theDayBefore = "2024-03-24"
	// theDaysFirst and theDaysLast are OFAC's first and last number of that day's
	// designations; its numbers ascend with time.
	theDaysFirst, theDaysLast = 47800, 47818
)

// Day are the editions of the two lists of 25 March 2024 that tell of that day,
// by their files' names, as far as the starter register goes: what was
// designated up to that day, or with before up to the day before.
func Day(before bool) (files map[string][]byte, published string) {
	published, last := theDay, theDaysLast
	if before {
		published, last = theDayBefore, theDaysFirst-1
	}
	files = map[string][]byte{}
	for _, name := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		files[name] = ofacUpTo(read("us_ofac_sdn/"+name), last)
	}
	files["UK-Sanctions-List.xml"] = ukUpTo(read("gb_fcdo_sanctions/UK-Sanctions-List.xml"), published)
	return files, published
}

func read(path string) []byte {
	data, err := content.ReadFile(path)
	if err != nil {
		panic("starter: " + err.Error()) // a fault of the build
	}
	return data
}

// ofacUpTo keeps the rows of OFAC's CSV up to a number, by which each begins.
func ofacUpTo(data []byte, last int) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(data) {
		number, _, _ := strings.Cut(string(line), ",")
		if n, err := strconv.Atoi(number); err != nil || n <= last {
			out.Write(line)
		}
	}
	return out.Bytes()
}

var (
	designation = regexp.MustCompile(`(?s)[ \t]*<Designation>.*?</Designation>\r?\n`)
	designated  = regexp.MustCompile(`<DateDesignated>(\d\d)/(\d\d)/(\d{4})</DateDesignated>`)
	generated   = regexp.MustCompile(`<DateGenerated>[^<]*</DateGenerated>`)
)

// ukUpTo keeps what the UK list designated up to a day, and makes that the day of
// the edition.
func ukUpTo(data []byte, day string) []byte {
	data = designation.ReplaceAllFunc(data, func(d []byte) []byte {
		if m := designated.FindSubmatch(d); m != nil && string(m[3])+"-"+string(m[2])+"-"+string(m[1]) > day {
			return nil
		}
		return d
	})
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic("starter: " + err.Error()) // a fault of the build
	}
	return generated.ReplaceAll(data, []byte("<DateGenerated>"+at.Format("02/01/2006")+"</DateGenerated>"))
}
